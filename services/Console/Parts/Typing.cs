using System.Globalization;
using Ledger.Client;
using Ledger.Console.Texts;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Parts;

/// <summary>Reads what people type; what cannot be read is refused like a refusal of the API, beside the form.</summary>
public static class Typing
{
    /// <summary>
    /// A number with a sign and decimals, as the language writes them. Marks between groups are refused: 1.000 is not the same everywhere.
    /// </summary>
    /// <exception cref="LedgerException">It is none.</exception>
    public static decimal Number(Posted posted, string field, Catalogue texts)
    {
        ArgumentNullException.ThrowIfNull(posted);
        ArgumentNullException.ThrowIfNull(texts);
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(posted[field], Plain, texts.Numbers, out var number)
            ? number
            : throw Refusal(texts.Of("typing.number", posted[field]));
    }

    /// <summary>A whole number, 0 or more.</summary>
    /// <exception cref="LedgerException">It is none.</exception>
    public static int Whole(Posted posted, string field, Catalogue texts)
    {
        ArgumentNullException.ThrowIfNull(posted);
        ArgumentNullException.ThrowIfNull(texts);
        return int.TryParse(posted[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusal(texts.Of("typing.whole", posted[field]));
    }

    /// <summary>A refusal of the console itself.</summary>
    /// <param name="detail">A sentence for people.</param>
    public static LedgerException Refusal(string detail) => new(
        new ProblemAnswer { Type = "about:blank", Title = "invalid value", Status = 422, Detail = detail, Code = "invalid_value" },
        "The form");
}
