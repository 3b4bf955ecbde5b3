using System.Collections.Frozen;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Digits of the minor unit by ISO 4217 code: the active currencies and funds codes that have one.</summary>
public static class Currencies
{
    private const string Two =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP "
        + "COU CRC CUP CVE CZK "
        + "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
        + "KZT LAK LBP LKR LRD LSL "
        + "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        + "RUB SAR SBD SCR SDG SEK "
        + "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER "
        + "ZAR ZMW ZWG";

    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string Three = "BHD IQD JOD KWD LYD OMR TND";
    private const string Four = "CLF UYW";

    private static readonly FrozenDictionary<string, int> Digits = new[] { (None, 0), (Two, 2), (Three, 3), (Four, 4) }
        .SelectMany(list => list.Item1.Split(' ').Select(code => KeyValuePair.Create(code, list.Item2)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a code is one of these currencies.</summary>
    public static bool IsKnown(string code) => Digits.ContainsKey(code);

    /// <summary>The digits of a currency's minor unit; false when the code is unknown.</summary>
    public static bool TryGetMinorDigits(string code, out int digits) => Digits.TryGetValue(code, out digits);
}
