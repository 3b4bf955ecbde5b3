using System.Globalization;
using System.Numerics;
using Ledger.Contracts.V1;

namespace Ledger.Console.Texts;

/// <summary>Formats numbers and times for people, in a language and the program's time zone.</summary>
/// <param name="texts">The language.</param>
/// <param name="zone">The program's time zone.</param>
/// <param name="currency">The program's currency, ISO 4217.</param>
public sealed class Shown(Catalogue texts, TimeZoneInfo zone, string currency)
{
    /// <summary>The time zone in which times are shown.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The currency in which money is shown.</summary>
    public string Currency => currency;

    /// <summary>A number with all of its digits.</summary>
    public string Number(decimal number) => number.ToString(FormatOf(number), texts.Numbers);

    /// <summary>A number with its unit: points, or money in the program's currency.</summary>
    /// <param name="unit">points, cashback or fund.</param>
    public string Amount(decimal amount, string unit) =>
        unit == "points" ? texts.Of("amount.points", Number(amount)) : Money(amount);

    /// <summary>Money in the program's currency.</summary>
    public string Money(decimal amount) => $"{Number(amount)} {currency}";

    /// <summary>A number with its sign, also above 0.</summary>
    public string WithSign(decimal amount) => amount > 0 ? $"+{Number(amount)}" : Number(amount);

    /// <summary>An exact number; one with more than six decimals is cut and marked.</summary>
    public string Number(Exact number)
    {
        var scaled = (number * 1_000_000m).Floor();
        var whole = (decimal)BigInteger.Min(BigInteger.Max(scaled, new BigInteger(decimal.MinValue)), new BigInteger(decimal.MaxValue));
        var shown = whole / 1_000_000m;
        var text = Number(shown);
        return (Exact)shown == number ? text : $"≈ {text}";
    }

    /// <summary>A percentage.</summary>
    public string Percent(Exact percent) => $"{Number(percent)} %";

    /// <summary>A date and a time to the minute.</summary>
    public string Instant(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString($"{texts.DateFormat} HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A date; a dash for none.</summary>
    public string Date(DateTimeOffset? at) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString(texts.DateFormat, CultureInfo.InvariantCulture) : "–";

    /// <summary>For the attribute <c>datetime</c>.</summary>
    public static string Machine(DateTimeOffset at) => InstantJsonConverter.Format(at);

    // Groups of three, and as many decimals as the number has.
    private static string FormatOf(decimal number) => string.Create(CultureInfo.InvariantCulture, $"N{number.Scale}");
}
