using System.Text;
using System.Text.Json;

namespace Ledger.DomainTests.Messages;

/// <summary>
/// Rewrites JSON as another sender might write it, optionally with plausible mistakes. The same seed gives the same text.
/// </summary>
internal sealed class OddJson(int seed)
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-0",
        "-0.0",
        "1",
        "1.0",
        "1.50",
        "1e0",
        "1e2",
        "1E-2",
        "12345e-3",
        "-3.25",
        "0.00000000001",
        "999999999999999.9999999999",
        "1000000000000000",
        "1e400",
        "9223372036854775808",
        "01",
        "1.",
        "\"1\"",
        "\"\"",
        "\"x\"",
        "\"\\u0041\"",
        "\"\\ud800\"",
        "\"\\x\"",
        "\"2011-03-08T00:00:00Z\"",
        "\"2011-03-08T01:00:00.1234567+01:00\"",
        "\"2011-03-08T00:00:00\"",
        "\"2011-02-30T00:00:00Z\"",
        "{}",
        "[]",
        "[null]",
        "[{}]",
        "{\"a\":null}",
        "{\"a\":\"b\",\"a\":\"c\"}",
        "{\"a\":1}",
    ];

    private static readonly string[] Names =
    [
        "type",
        "program",
        "source",
        "orderId",
        "accountId",
        "placedAt",
        "currency",
        "lines",
        "revision",
        "contactId",
        "partnerId",
        "tags",
        "amendedAt",
        "lineId",
        "sku",
        "quantity",
        "unitPrice",
        "category",
        "discount",
        "kind",
        "colour",
        "Program",
        "$type",
        "$id",
        "paidAt",
        "returnId",
        "",
    ];

    private readonly Random random = new(seed);

    /// <summary>The same JSON with members in random order and whitespace between them.</summary>
    public string Reordered(JsonElement element)
    {
        var text = new StringBuilder();
        Write(element, text, mistakes: 0);
        return text.ToString();
    }

    /// <summary>
    /// Mostly the same JSON, with random mistakes: a member is dropped, doubled, renamed or has another value, a byte is changed, or the
    /// rest is cut off.
    /// </summary>
    public byte[] Mistaken(JsonElement element)
    {
        var text = new StringBuilder();
        Write(element, text, mistakes: random.Next(4));
        var json = Encoding.UTF8.GetBytes(text.ToString());
        return random.Next(12) switch
        {
            0 => json[..random.Next(json.Length)],
            1 => [.. json, (byte)random.Next(256)],
            2 => Changed(json),
            _ => json,
        };
    }

    private byte[] Changed(byte[] json)
    {
        json[random.Next(json.Length)] = (byte)random.Next(256);
        return json;
    }

    private void Write(JsonElement element, StringBuilder text, int mistakes)
    {
        Blanks(text);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = element.EnumerateObject().OrderBy(_ => random.Next()).ToList();
                // The chance is per member and small, so that a fact of many lines also has about one mistake.
                Between('{', '}', members.SelectMany(member => Times(mistakes), (member, _) => member), text, member =>
                {
                    Name(Mistake(mistakes) ? Names[random.Next(Names.Length)] : member.Name, text, escape: Mistake(mistakes));
                    Blanks(text);
                    text.Append(':');
                    if (Mistake(mistakes)) text.Append(Values[random.Next(Values.Length)]);
                    else Write(member.Value, text, mistakes);
                });
                break;
            case JsonValueKind.Array:
                Between('[', ']', element.EnumerateArray(), text, item => Write(item, text, mistakes));
                break;
            case JsonValueKind.String:
                if (Mistake(mistakes)) Name(element.GetString()!, text, escape: true);
                else text.Append(element.GetRawText());
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }

        Blanks(text);
    }

    private bool Mistake(int mistakes) => mistakes > 0 && random.Next(150) < mistakes;

    private IEnumerable<int> Times(int mistakes) => Enumerable.Repeat(0, !Mistake(mistakes) ? 1 : 2 * random.Next(2));

    private void Between<T>(char open, char close, IEnumerable<T> items, StringBuilder text, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            Blanks(text);
            write(item);
        }

        Blanks(text);
        text.Append(close);
    }

    private static void Name(string name, StringBuilder text, bool escape)
    {
        if (!escape || name.Length == 0) text.Append(JsonSerializer.Serialize(name));
        else text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"\\u{(int)name[0]:x4}")
                .Append(JsonSerializer.Serialize(name[1..]).AsSpan(1));
    }

    private void Blanks(StringBuilder text)
    {
        if (random.Next(20) == 0) text.Append(" \t\r\n"[random.Next(4)], random.Next(3));
    }
}
