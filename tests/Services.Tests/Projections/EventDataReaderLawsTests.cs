using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Host.Reading;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>
/// The hand-written readers read the same as the serializer: for random events (a failure names the seed) and for the samples.
/// </summary>
public sealed class EventDataReaderLawsTests
{
    private const int EventsOfEachType = 300;

    // Program events have a test of their own, because the reader adds a member to them.
    private static readonly IReadOnlyList<(string Name, Type Type)> Events =
        [.. EventNames
                .All.Where(pair => pair.Value.IsAssignableTo(typeof(IAccountEvent)) && EventDataReader.Reads(pair.Key))
                .Select(pair => (pair.Key, pair.Value))];

    [Test]
    public void Events_with_anything_in_them_are_read_as_the_serializer_reads_them()
    {
        var seed = Random.Shared.Next();
        var random = new RandomEvent(seed);
        foreach (var (name, type) in Events)
        {
            for (var n = 0; n < EventsOfEachType; n++) Agree(name, random.Of(type), $"seed {seed}, {name} {n}");
        }
    }

    [Test]
    public void Samples_are_read_as_the_serializer_reads_them()
    {
        foreach (var (name, type) in Events)
            Agree(name, File.ReadAllBytes(Path.Combine(BuiltFiles.Root, "contracts", "samples", $"{type.Name}.json")), name);
    }

    /// <summary>
    /// A member that a hand-written reader forgets, or that no random event fills, would have the same value in all events.
    /// </summary>
    [Test]
    public void Every_member_of_what_is_seen_takes_different_values()
    {
        var random = new RandomEvent(1);
        var values = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (name, type) in Events)
        {
            for (var n = 0; n < EventsOfEachType; n++)
            {
                var seen = EventDataReader.Read(name, random.Of(type))!;
                Collect(seen.GetType().Name, JsonSerializer.SerializeToElement(seen, seen.GetType()), values);
            }
        }

        Assert.That(
            values.Keys, Has.Some.EqualTo("EntryData.Moves.Amount").And.Some.EqualTo("EvaluationData.Evaluation.Measures.Scopes.Net"));
        var whole = values.Where(member => !values.Keys.Any(other => other.StartsWith($"{member.Key}.", StringComparison.Ordinal)));
        Assert.That(whole.Where(member => member.Value.Count < 2).Select(member => member.Key), Is.Empty);
    }

    [TestCase("points_accrued", "sequence")]
    [TestCase("points_accrued", "moves")]
    [TestCase("order_recorded", "placedAt")]
    [TestCase("discount_computed", "evaluation")]
    [TestCase("rebate_computed", "amount")]
    [TestCase("tier_upgraded", "tier")]
    [TestCase("tier_retained", "accountId")]
    public void What_must_be_there_is_missed(string name, string member)
    {
        var without = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(new RandomEvent(2).Of(EventNames.TypeOf(name)!))!;
        without.Remove(member);

        Assert.That(
            () => EventDataReader.Read(name, JsonSerializer.SerializeToUtf8Bytes(without)),
            Throws.InstanceOf<JsonException>().With.Message.Contains(member));
    }

    private static void Agree(string name, byte[] json, string which)
    {
        var seen = EventDataReader.Read(name, json)!;
        var plain = (EventData)JsonSerializer.Deserialize(json, seen.GetType(), EventDataReader.Options)!;
        Assert.That(Text(seen), Is.EqualTo(Text(plain)), which);
    }

    private static string Text(EventData seen) => JsonSerializer.Serialize(seen, seen.GetType());

    private static void Collect(string path, JsonElement element, Dictionary<string, HashSet<string>> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject()) Collect($"{path}.{member.Name}", member.Value, values);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Collect(path, item, values);
        }
        else
        {
            if (!values.TryGetValue(path, out var known)) values.Add(path, known = new HashSet<string>(StringComparer.Ordinal));
            known.Add(element.GetRawText());
        }
    }
}
