namespace Ledger.Model;

/// <summary>The minor digits of every currency (ISO 4217).</summary>
internal static class Currencies
{
    public static Dictionary<string, int> Digits { get; } = MinorDigits();

    private static Dictionary<string, int> MinorDigits()
    {
        var map = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var c in "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".Split(' '))
        {
            map[c] = 0;
        }
        foreach (var c in "BHD IQD JOD KWD LYD OMR TND".Split(' '))
        {
            map[c] = 3;
        }
        foreach (var c in "CLF UYW".Split(' '))
        {
            map[c] = 4;
        }
        const string two = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
            + "CHE CHF CHW CNY COP COU CRC CUP CVE "
            + "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
            + "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
            + "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB "
            + "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
            + "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
        foreach (var c in two.Split(' '))
        {
            map[c] = 2;
        }
        return map;
    }
}
