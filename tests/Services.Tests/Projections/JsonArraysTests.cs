using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Host.Reading;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The end of an array is found where a full JSON reader finds it.</summary>
public sealed class JsonArraysTests
{
    private const string Letters = "ab[]{}\",:\\ü\n";

    [Test]
    public void The_end_is_found_whatever_is_in_the_array()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var n = 0; n < 20_000; n++)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(Array(random, 0), Wire.Options);
            var reader = new Utf8JsonReader(json);
            Assert.That(reader.Read() && reader.TrySkip());
            byte[] more = [.. json, .. Encoding.UTF8.GetBytes(new string(']', random.Next(100)))];
            Assert.That(
                JsonArrays.End(more.AsSpan(1)), Is.EqualTo(reader.BytesConsumed - 2),
                $"seed {seed}, array {n}: {Encoding.UTF8.GetString(json)}");
        }
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("\"]\"")]
    [TestCase("\"\\\"]")]
    public void An_array_without_an_end_is_an_error(string json)
    {
        Assert.That(() => JsonArrays.End(Encoding.UTF8.GetBytes(json)), Throws.InstanceOf<JsonException>());
        Assert.That(() => JsonArrays.End(Encoding.UTF8.GetBytes(new string('1', 100) + json)), Throws.InstanceOf<JsonException>());
    }

    private static object[] Array(Random random, int depth) =>
        [.. Enumerable.Range(0, random.Next(depth == 0 ? 12 : 4)).Select(_ => Value(random, depth))];

    private static object Value(Random random, int depth) => random.Next(depth > 3 ? 3 : 5) switch
    {
        0 => random.Next(),
        3 => Array(random, depth + 1),
        4 => new Dictionary<string, object> { [Text(random)] = Value(random, depth + 1) },
        _ => Text(random),
    };

    private static string Text(Random random) =>
        new([.. Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)])]);
}
