using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>How values are shown (domain.md §6): money with exactly the currency's minor digits, points whole, times in UTC to the
/// second.</summary>
public static class ValueFormat
{
    /// <summary>An amount with the digits of its unit.</summary>
    public static string Amount(decimal value, string unit, int minorDigits) => Money(value, Units.DigitsOf(unit, minorDigits));

    public static string Money(decimal value, int minorDigits) => Scaled(value, minorDigits).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The same value with exactly <paramref name="digits"/> digits after the point, and no negative zero. A value with more digits throws,
    /// because nothing is cut.
    /// </summary>
    public static decimal Scaled(decimal value, int digits)
    {
        var scaled = Math.Round(value, digits) + new decimal(0, 0, 0, false, (byte)digits);
        if (scaled != value)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"A result has at most {digits} digits after the point.");
        }
        return scaled == 0 ? new decimal(0, 0, 0, false, (byte)digits) : scaled;
    }

    /// <inheritdoc cref="Rounded(Exact, ProgramVersion)"/>
    public static decimal Rounded(string exact, ProgramVersion version) => Rounded(Exact.Parse(exact), version);

    /// <summary>
    /// An exact number as money, rounded by the version's rule. A sum over orders that is larger than a decimal can hold with the
    /// currency's digits is shown as that limit (792,281,625,142,643,375,935,439,503.35 in GBP).
    /// </summary>
    public static decimal Rounded(Exact exact, ProgramVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var most = new decimal(-1, -1, -1, false, (byte)version.MinorDigits);
        return exact >= most ? most : version.MoneyRounding.Round(exact, version.MinorDigits);
    }

    /// <summary>A day of the calendar, like 2011-07-31.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
