using System.Text;
using Ledger.EventLog.Canonical;
using Ledger.TestSupport;
using Npgsql;

namespace Ledger.EventLog.Tests;

[TestFixture]
public sealed class CanonicalJsonTests
{
    [TestCase("""{"b":1,"a":2}""", """{"a":2,"b":1}""")]
    [TestCase("""{ "b" : [ 1 , 2 ] , "aa" : { } }""", """{"aa":{},"b":[1,2]}""")]
    [TestCase("""{"é":1,"z":2,"Z":3,"":4}""", """{"":4,"Z":3,"z":2,"é":1}""")]
    [TestCase("""{"b\"":1,"b!":2,"b#":3}""", """{"b!":2,"b\"":1,"b#":3}""")]
    [TestCase("""{"\uFFFD":1,"\uD83D\uDE00":2}""", """{"�":1,"😀":2}""")]
    [TestCase(""" "\u0041\/\u002f\u007f\u001F\u0009\u0022\u00e9" """, "\"A//\u007f\\u001f\\t\\\"é\"")]
    [TestCase("\"\\u000b\\b\\f\\n\\r\\t\\\\\"", "\"\\u000b\\b\\f\\n\\r\\t\\\\\"")]
    [TestCase("-0", "0")]
    [TestCase("-0.00", "0.00")]
    [TestCase("0e5", "0")]
    [TestCase("0e-3", "0.000")]
    [TestCase("1.50", "1.50")]
    [TestCase("1.5e3", "1500")]
    [TestCase("1.50e1", "15.0")]
    [TestCase("1.0E+1", "10")]
    [TestCase("12e-3", "0.012")]
    [TestCase("-0.05e1", "-0.5")]
    [TestCase("0.005e5", "500")]
    [TestCase("123456789012345678901234567890.10", "123456789012345678901234567890.10")]
    [TestCase("[]", "[]")]
    [TestCase("[true,false,null]", "[true,false,null]")]
    public void Rewrites(string json, string canonical)
    {
        Assert.That(Canonical(json), Is.EqualTo(canonical));
        Assert.That(Canonical(canonical), Is.EqualTo(canonical), "twice is once");
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{\"a\"}")]
    [TestCase("{\"a\":1,}")]
    [TestCase("[1,]")]
    [TestCase("[1 2]")]
    [TestCase("{} {}")]
    [TestCase("01")]
    [TestCase("-")]
    [TestCase("+1")]
    [TestCase("1.")]
    [TestCase(".5")]
    [TestCase("1e")]
    [TestCase("tru")]
    [TestCase("nulls")]
    [TestCase("\"a")]
    [TestCase("\"\\")]
    [TestCase("\"\\u12\"")]
    [TestCase("\"\\x\"")]
    [TestCase("\"a\nb\"")]
    [TestCase("""{"a":1,"a":2}""")]
    [TestCase("""{"b":0,"a":1,"\u0061":2}""")]
    [TestCase("\"\\u0000\"")]
    [TestCase("\"\\uD800\"")]
    [TestCase("\"\\uD800\\u0041\"")]
    [TestCase("\"\\uDC00\"")]
    [TestCase("1e131072")]
    [TestCase("1e-16384")]
    [TestCase("1e999999999999")]
    public void Refuses(string json) => Assert.That(() => Canonical(json), Throws.TypeOf<CanonicalJsonException>());

    [Test]
    public void Refuses_bytes_that_are_not_utf8() =>
        Assert.That(() => CanonicalJson.Of(new byte[] { (byte)'"', 0xC3, (byte)'"' }), Throws.TypeOf<CanonicalJsonException>());

    [Test]
    public void Refuses_what_is_nested_too_deep()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
        Assert.That(Canonical(Nested(CanonicalJson.DepthMax)), Is.EqualTo(Nested(CanonicalJson.DepthMax)));
        Assert.That(() => Canonical(Nested(CanonicalJson.DepthMax + 1)), Throws.TypeOf<CanonicalJsonException>());
        Assert.That(() => Canonical(Nested(100_000)), Throws.TypeOf<CanonicalJsonException>());
    }

    [Test]
    public void Leaves_canonical_json_where_it_is()
    {
        var json = new ReadOnlyMemory<byte>("""{"a":[1,2.50,{"b":"ü\n"}],"c":null}"""u8.ToArray());
        Assert.That(CanonicalJson.Of(json), Is.EqualTo(json));
        Assert.That(CanonicalCheck.IsCanonical(json.Span));
    }

    [Test]
    public async Task Is_the_same_before_and_after_postgres()
    {
        var seed = Random.Shared.Next();
        var random = new RandomJson(seed);
        var originals = Enumerable.Range(0, 3000).Select(_ => random.Object()).ToArray();
        var canonicals = Array.ConvertAll(originals, Canonical);
        await using var database = await TestDatabase.CreateAsync();
        await using var command = database.DataSource.CreateCommand(
            "select o::jsonb::text, o::jsonb = c::jsonb from unnest($1, $2) with ordinality as n (o, c, i) order by i");
        command.Parameters.Add(new NpgsqlParameter { Value = originals });
        command.Parameters.Add(new NpgsqlParameter { Value = canonicals });
        await using var reader = await command.ExecuteReaderAsync();
        for (var n = 0; await reader.ReadAsync(); n++)
        {
            var which = $"seed {seed}, object {n}: {originals[n]}";
            Assert.That(Canonical(reader.GetString(0)), Is.EqualTo(canonicals[n]), which);
            Assert.That(reader.GetBoolean(1), $"{which} is another value than {canonicals[n]}");
            Assert.That(Canonical(canonicals[n]), Is.EqualTo(canonicals[n]), which);
        }
    }

    [Test]
    public void Bytes_in_disorder_are_refused_or_canonical()
    {
        var seed = Random.Shared.Next();
        var (noise, random) = (new Random(seed), new RandomJson(seed));
        for (var n = 0; n < 20_000; n++)
        {
            var json = Encoding.UTF8.GetBytes(random.Object());
            json[noise.Next(json.Length)] = (byte)noise.Next(256);
            try
            {
                var once = CanonicalJson.Of(json);
                Assert.That(CanonicalJson.Of(once).Span.SequenceEqual(once.Span), $"seed {seed}, object {n}");
                // Whoever claims the fast path must agree with the slow one.
                Assert.That(new CanonicalJson().View(once.Span).SequenceEqual(once.Span), $"seed {seed}, object {n}");
            }
            catch (CanonicalJsonException)
            {
                // Refused: nothing would be stored.
            }
        }
    }

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)).Span);
}
