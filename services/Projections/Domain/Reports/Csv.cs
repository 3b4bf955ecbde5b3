using System.Buffers;
using System.Text;

namespace Ledger.Projections.Domain.Reports;

/// <summary>Writes rows as in RFC 4180: fields are quoted where needed, quotes doubled; but lines end in LF.</summary>
public static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Appends one line.</summary>
    public static void Line(StringBuilder text, params ReadOnlySpan<string> fields)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) text.Append(',');
            Field(text, fields[i]);
        }

        text.Append('\n');
    }

    private static void Field(StringBuilder text, string field)
    {
        if (field.AsSpan().IndexOfAny(Special) < 0)
        {
            text.Append(field);
            return;
        }

        text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
