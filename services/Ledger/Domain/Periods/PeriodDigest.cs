using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Periods;

/// <summary>
/// The digest of a period's books: SHA-256 of <see cref="Text"/>, which is the same for equal books, whoever summed them.
/// </summary>
public static class PeriodDigest
{
    // All digits of a decimal, without trailing zeros.
    private const string Plain = "0.############################";

    /// <summary>
    /// A line with the program and the period, then one for each unit and pair of books between which something moved, in ordinal order:
    /// unit, from, to, before, within. Fields are separated by a tab, which no id holds, and each line ends with a line feed.
    /// </summary>
    public static string Text(string program, string period, IEnumerable<PeriodFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{program}\t{period}\n");
        foreach (var flow in InOrder(flows))
        {
            text.Append(CultureInfo.InvariantCulture, $"{flow.Unit}\t{flow.From}\t{flow.To}\t{Of(flow.Before)}\t{Of(flow.Within)}\n");
        }

        return text.ToString();
    }

    /// <summary>The digest, in lower-case hexadecimal.</summary>
    public static string Of(string program, string period, IEnumerable<PeriodFlow> flows) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(program, period, flows))));

    /// <summary>The flows in which something moved, by unit, from and to.</summary>
    public static IEnumerable<PeriodFlow> InOrder(IEnumerable<PeriodFlow> flows) => flows
        .Where(flow => flow.Before != 0 || flow.Within != 0)
        .OrderBy(flow => flow.Unit, StringComparer.Ordinal)
        .ThenBy(flow => flow.From, StringComparer.Ordinal)
        .ThenBy(flow => flow.To, StringComparer.Ordinal);

    private static string Of(decimal amount) => amount.ToString(Plain, CultureInfo.InvariantCulture);
}
