using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>Frequent events are written by special code, which must write the same bytes as the general serializer.</summary>
public sealed class StoredJsonTests
{
    private static IEnumerable<Type> Events => EventNames.All.Values.Where(type => !Holds(type, typeof(JsonElement)));

    private static IEnumerable<string> EventSamples => EventNames.All.Values.Select(type => type.Name).Order(StringComparer.Ordinal);

    /// <summary>Every member is filled, so the test fails when a member was added to a record but forgotten in the special code.</summary>
    [TestCaseSource(nameof(Events))]
    public void An_event_is_written_as_the_general_writer_does(Type type)
    {
        var seed = TestContext.CurrentContext.Random.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var messages = new RandomMessages(seed);
        for (var n = 0; n < 200; n++)
        {
            var happened = (ILedgerEvent)messages.Make(type);
            Assert.That(
                Encoding.UTF8.GetString(StoredJson.Of(happened)), Is.EqualTo(JsonSerializer.Serialize(happened, type, Wire.Options)));
        }
    }

    [TestCaseSource(nameof(EventSamples))]
    public void A_sample_is_written_as_the_general_writer_does(string name)
    {
        var happened = (ILedgerEvent)JsonSerializer.Deserialize(Samples.Read(name), Samples.TypeOf(name)!, Wire.Options)!;

        Assert.That(StoredJson.Of(happened), Is.EqualTo(JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Wire.Options)));
    }

    [Test]
    public void Every_character_is_escaped_or_not_as_the_general_writer_does()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var happened = new TierRetained(
                "acme", $"{(char)code}", $"a{(char)code}\ud83d\ude00", 1, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
            Assert.That(
                StoredJson.Of(happened).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(happened, Wire.Options)),
                $"U+{code:X4}");
        }
    }

    [Test]
    public void An_event_that_cannot_be_written_leaves_nothing_behind()
    {
        var sound = new TierRetained("acme", "north", "silver", 1, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

        Assert.That(() => StoredJson.Of(new PointsAccrued { Balance = null! }), Throws.Exception);
        Assert.That(StoredJson.Of(sound), Is.EqualTo(JsonSerializer.SerializeToUtf8Bytes(sound, Wire.Options)));
    }

    private static bool Holds(Type type, Type held) =>
        type.GetProperties().Any(property => property.PropertyType == held || property.PropertyType.GenericTypeArguments.Contains(held));
}
