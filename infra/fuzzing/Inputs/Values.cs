namespace Ledger.Fuzz.Inputs;

/// <summary>Edge cases of numbers, texts, times and ids. All are written literally; texts include their quotes.</summary>
internal static class Values
{
    public static readonly string[] Numbers =
    [
        "0", "-0", "0.0", "1", "-1", "0.1", "1.50", "1e2", "1E+2", "1e-2", "1e15", "1e14", "1e-10", "1e-11", "1e308", "-1e308", "1e-308",
        "1e999999999999", "1e-999999999999",
        "999999999999999", "999999999999999.9999999999", "1000000000000000", "1000000000000000.0", "0.0000000001", "0.00000000001",
        "0.10000000000000000000000",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551616", "2147483647",
        "2147483648", "4294967296",
        "79228162514264337593543950335", "79228162514264337593543950336", "123456789012345678901234567890.123456789012345678901234567890",
        "1.0000000000000000000000000001", "0.3333333333", "00", "01", "-01", "1.", ".5", "+1", "-", "0x10", "1_000", "1,5", "NaN",
        "Infinity", "-Infinity", "1e", "1e+", "--1", "１",
        "0.000000000000000000000000000000000000000000000000000000000000000000000000000001", "92233720368547758.07", "92233720368547758.08",
        "50.005", "100.0000000001",
        new string('9', 400), $"0.{new string('3', 400)}", $"1e{new string('9', 60)}",
    ];

    public static readonly string[] Texts =
    [
        "\"\"", "\" \"", "\"\\t\"", "\"a\"", "\"a b\"", "\" a\"", "\"a \"", "\"Ä\"", "\"ß\"", "\"日本\"", "\"\\ud83d\\ude00\"",
        "\"😀\"",
        "\"e\\u0301\"", "\"\\ufeff\"", "\"\\u202e\"",
        "\"\\u2028\"", "\"\\uffff\"", "\"\\ufffd\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\udc00\\ud800\"", "\"a\\ud800b\"",
        "\"\\ud800\\ud800\"", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\u0001\"", "\"\\u001f\"", "\"\\u007f\"", "\"\\u0085\"", "\"\\n\"", "\"\\r\\n\"", "\"\\/\"", "\"\\\\\"", "\"\\\"\"", "\"\\x41\"",
        "\"\\u12\"", "\"\\u\"", "\"\\", "\"", "'a'", "a",
        "\"a\tb\"", "\"a\u0001b\"", "\"a\0b\"", "\".\"", "\"..\"", "\"...\"", "\"../a\"", "\"a/b\"", "\"/\"", "\"a%2Fb\"", "\"%\"",
        "\"%00\"", "\"%25\"", "\"a?b#c\"", "\"a;b\"", "\"+\"", "\"~\"", "\"!\"",
        "\"null\"", "\"true\"", "\"0\"", "\"1\"", "\"account\"", "\"points\"", "\"cashback\"", "\"fund\"", "\"GBP\"", "\"gbp\"", "\"EUR\"",
        "\"merchandise\"", "\"reward\"", "\"shipping\"", "\"order\"", "\"cash\"", "\"voucher\"",
        "\"';--\"", "\"${a}\"", "\"{0}\"", "\"%s%n\"", "\"<b>\"", "\"=1+1\"", "\"a,b\"", "\"a\\\"b\"", "\"-\"", "\"*\"", "\"@\"",
        Quoted('x', 127), Quoted('x', 128), Quoted('x', 129), Quoted('y', 256), Quoted('y', 257), Quoted('é', 128), Quoted('z', 5000),
            $"\"{string.Concat(Enumerable.Repeat("\\u0041", 128))}\"",
        Raw("caf", 0xE9), Raw("caf", 0xE8), Raw("", 0xFF), Raw("", 0xFE), Raw("a", 0xC0, 0x80), Raw("a", 0xC3), Raw("a", 0xC3, 0x28),
            Raw("", 0xED, 0xA0, 0x80), Raw("", 0xF5, 0x80, 0x80, 0x80),
        Raw("", 0xF0, 0x9F, 0x98), Raw("", 0xE2, 0x82), Raw("", 0x80), Raw("x", 0xEF, 0xBB, 0xBF),
    ];

    public static readonly string[] Times =
    [
        "\"2024-03-30T23:59:59.99999999Z\"", "\"2024-12-31T23:59:59.999999999Z\"", "\"2024-03-31T00:59:59.9999999Z\"",
        "\"2024-03-31T01:30:00Z\"", "\"2024-10-27T01:30:00+01:00\"", "\"2024-02-29T00:00:00Z\"",
        "\"2023-02-29T00:00:00Z\"", "\"2024-02-30T00:00:00Z\"", "\"2024-13-01T00:00:00Z\"", "\"2024-00-01T00:00:00Z\"",
        "\"2024-01-01T24:00:00Z\"", "\"2024-01-01T23:59:60Z\"", "\"2024-01-01T23:60:00Z\"",
        "\"2024-01-01T00:00:00\"", "\"2024-01-01\"", "\"2024-01-01T00:00Z\"", "\"2024-01-01t00:00:00z\"", "\"2024-01-01 00:00:00Z\"",
        "\"2024-01-01T00:00:00+14:00\"", "\"2024-01-01T00:00:00-14:00\"",
        "\"2024-01-01T00:00:00+14:01\"", "\"2024-01-01T00:00:00+99:99\"", "\"2024-01-01T00:00:00+0100\"", "\"2024-01-01T00:00:00 Z\"",
        "\"2024-01-01T00:00:00ZZ\"", "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+01:00\"",
        "\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"10000-01-01T00:00:00Z\"",
        "\"+2024-01-01T00:00:00Z\"", "\"-2024-01-01T00:00:00Z\"", "\"1969-12-31T23:59:59Z\"",
        "\"2024-01-01T00:00:00.000000Z\"", "\"2024-01-01T00:00:00.0000001Z\"", "\"2024-01-01T00:00:00.Z\"", "\"2024-01-01T00:00:00,5Z\"",
        "\"2024-W01-1T00:00:00Z\"", "\"2024-001T00:00:00Z\"", "\"1704067200\"", "1704067200", "\"now\"",
        "\"2999-01-01T00:00:00Z\"", "\"2024-01-01T00:00:00.123456789012345678901234567890Z\"", "\"2024-01-01T00:00:00\\u005a\"",
        "\"２０２４-01-01T00:00:00Z\"", "\"2009-01-01T00:00:00Z\"", "\"2008-12-31T23:59:59.999999Z\"", "\"\"",
    ];

    public static readonly string[] Others = ["null", "true", "false", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":null}", "\"\"", "",
        "undefined", "/**/1", "1//"];

    /// <summary>Names of members, without quotes: of the facts and commands themselves, and of what is none.</summary>
    public static readonly string[] Names =
    [
        "", " ", "type", "Type", "program", "source", "orderId", "OrderId", "accountId", "placedAt", "lines", "Lines", "lineId", "sku",
        "quantity", "unitPrice", "tags", "revision", "contactId", "partnerId",
        "amount", "value", "owner", "unit", "key", "principal", "reason", "at", "for", "reward", "into", "ttlMinutes", "validMonths",
        "amendedAt", "kind", "discount", "category", "colour", "$id", "$ref", "$type",
        "__proto__", "\\ud800", "\\udc00x", "a\\u0000b", "\\u0000", "a\\u0001b", "\\u0070rogram", "Ä", "a\tb", "a\\",
        $"{Node.RawByte(0xE9)}", $"a{Node.RawByte(0xFF)}", $"{Node.RawByte(0xED)}{Node.RawByte(0xA0)}{Node.RawByte(0x80)}",
        new string('n', 300), "$.lines[0]", "a.b", "a'b", "a b",
    ];

    /// <summary>Byte sequences that are inserted anywhere.</summary>
    public static readonly byte[][] Pieces =
    [
        [0], [1], [0x7F], [0x80], [0xE9], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], "\\ud800"u8.ToArray(),
        "\\u0000"u8.ToArray(), "\\"u8.ToArray(), "\""u8.ToArray(), ","u8.ToArray(), ",,"u8.ToArray(),
        "}"u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(), "["u8.ToArray(), ":"u8.ToArray(), "null"u8.ToArray(), "//"u8.ToArray(),
        "/*"u8.ToArray(), " "u8.ToArray(), "\t"u8.ToArray(), "\r"u8.ToArray(), "e"u8.ToArray(), "-"u8.ToArray(), "."u8.ToArray(),
        "9"u8.ToArray(), "[[[[[[[[[[[[[[[[[[[["u8.ToArray(), "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"u8.ToArray(),
        "<?xml"u8.ToArray(),
    ];

    /// <summary>Path segments and query values, percent-encoded or not.</summary>
    public static readonly string[] Segments =
    [
        "%00", "a%00b", "%01", "%0a", "%20", "%2F", "a%2Fb", "%2f..%2f", ".", "..", "%2e", "%2e%2e", "%", "%zz", "%2", "%u0041", "%25",
        "%2525", "%ff", "%c3%28", "%c0%80", "%ed%a0%80", "%f0%9f%98%80", "%C3%84", "~", "!", "$&'()*+,;=", "a;b=c",
        "a:b", "@", "-", "*", "account", "null", "0", "1", "-1", "99999999999999999999", "9223372036854775807", "2147483648", "1.5", "1e3",
        "true", "x", "", "+", "a+b", "%2B", "%3F", "%23", "%7F", "%80", "{0}", "\"", "<", ">", "|", "^", "`", "[", "]",
        new string('s', 128), new string('s', 129), new string('s', 4000), "%00%00", "' or 1=1--", "a b", $"{Node.RawByte(0xE9)}",
            $"{Node.RawByte(0x80)}x", "Ä", "\t",
    ];

    public static readonly string[] QueryNames =
    [
        "after", "limit", "owner", "unit", "from", "to", "effectiveAsOf", "recordedAsOf", "minPosition", "open", "own", "clock", "After",
        "", "x", "%00", "after[]", "$filter", "a%00", "%ff", new string('q', 500),
    ];

    private static string Quoted(char one, int count) => $"\"{new string(one, count)}\"";

    private static string Raw(string before, params byte[] bytes) => $"\"{before}{string.Concat(bytes.Select(Node.RawByte))}\"";
}
