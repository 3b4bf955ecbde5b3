using System.Globalization;
using System.Text;

namespace Ledger.EventLog.Tests;

/// <summary>Random JSON objects, written in every odd way that the grammar allows. The same seed gives the same objects.</summary>
internal sealed class RandomJson(int seed)
{
    private readonly Random random = new(seed);
    private readonly StringBuilder text = new();

    public string Object()
    {
        text.Clear();
        Object(0);
        return text.ToString();
    }

    private void Object(int depth)
    {
        var keys = new HashSet<string>();
        for (var n = random.Next(6); n > 0; n--) keys.Add(Content());
        Members('{', '}', keys, key =>
        {
            String(key);
            Space();
            text.Append(':');
            Value(depth + 1);
        });
    }

    private void Value(int depth)
    {
        Space();
        switch (random.Next(depth > 4 ? 5 : 7))
        {
            case 0: text.Append("true"); break;
            case 1: text.Append(random.Next(2) == 0 ? "false" : "null"); break;
            case 2 or 3: Number(); break;
            case 4: String(Content()); break;
            case 5: Object(depth); break;
            default: Members('[', ']', Enumerable.Range(0, random.Next(4)), _ => Value(depth + 1)); break;
        }

        Space();
    }

    private void Members<T>(char open, char close, IEnumerable<T> members, Action<T> write)
    {
        text.Append(open);
        Space();
        var first = true;
        foreach (var member in members)
        {
            if (!first) text.Append(',');
            first = false;
            Space();
            write(member);
            Space();
        }

        text.Append(close);
    }

    private void Number()
    {
        if (random.Next(2) == 0) text.Append('-');
        text.Append(random.Next(4) == 0 ? "0" : $"{random.Next(1, 10)}{Digits(random.Next(20))}");
        if (random.Next(2) == 0) text.Append('.').Append(Digits(random.Next(1, 10)));
        if (random.Next(3) == 0)
        {
            text.Append(random.Next(2) == 0 ? 'e' : 'E')
                .Append(
                    random.Next(3) switch
                    {
                        0 => "",
                        1 => "+",
                        _ => "-",
                    }
                )
                .Append(random.Next(30));
        }
    }

    private string Digits(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + (random.Next(2) == 0 ? 0 : random.Next(10)))));

    private string Content()
    {
        var content = new StringBuilder();
        for (var n = random.Next(8); n > 0; n--)
        {
            var code = random.Next(7) switch
            {
                0 => random.Next(1, 0x20),
                1 => "\"\\/"[random.Next(3)],
                2 => random.Next(0x80, 0xD800),
                3 => random.Next(0xE000, 0x10000),
                4 => random.Next(0x10000, 0x110000),
                _ => random.Next('a', 'e'),
            };
            content.Append(new Rune(code).ToString());
        }

        return content.ToString();
    }

    private void String(string content)
    {
        text.Append('"');
        foreach (var unit in content)
        {
            var mustEscape = unit < 0x20 || unit is '"' or '\\';
            // Half of a pair is only escaped together with the other half, which surrogates always do here.
            if (char.IsSurrogate(unit) || (unit == '/' && random.Next(2) == 0) || (random.Next(mustEscape ? 2 : 10) == 0)) Unicode(unit);
            else if (mustEscape) text.Append(Short(unit));
            else text.Append(unit);
        }

        text.Append('"');
    }

    private static string Short(char unit) => unit switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)unit:x4}",
    };

    private void Unicode(char unit) =>
        text.Append("\\u").Append(((int)unit).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture));

    private void Space()
    {
        if (random.Next(4) == 0) text.Append(" \t\r\n"[random.Next(4)]);
    }
}
