using System.Text.Json;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>The samples are the contract: each is read and written again to the same text.</summary>
public sealed class SampleTests
{
    private static readonly string[] KnownBooks =
    [
        .. typeof(Books).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
    ];

    private static IEnumerable<string> SampleNames => Samples.Names;

    private static IEnumerable<string> MovementNames =>
        Samples.Names.Where(name => Samples.TypeOf(name)?.IsSubclassOf(typeof(Movement)) == true);

    [Test]
    public void Every_message_has_a_sample()
    {
        var missing = Samples.Messages.Select(type => type.Name).Except(Samples.Names).ToList();

        Assert.That(missing, Is.Empty, $"write contracts/samples/<Message>.json for: {string.Join(", ", missing)}");
    }

    [Test]
    public void Every_sample_is_one_of_a_message()
    {
        var unknown = Samples.Names.Where(name => Samples.TypeOf(name) is null).ToList();

        Assert.That(unknown, Is.Empty, $"no record of this name in Ledger.Contracts.V1: {string.Join(", ", unknown)}");
    }

    [TestCaseSource(nameof(SampleNames))]
    public void A_sample_is_read_and_written_to_the_same_text(string name)
    {
        var sample = Samples.Read(name);
        var type = Samples.TypeOf(name)!;
        var message = JsonSerializer.Deserialize(sample, type, Wire.Options)!;

        Assert.That(Samples.Canonical(JsonSerializer.Serialize(message, type, Wire.Options)), Is.EqualTo(Samples.Canonical(sample)));
    }

    [TestCaseSource(nameof(SampleNames))]
    public void A_field_that_the_message_does_not_have_is_an_error(string name)
    {
        var sample = Samples.Read(name);
        var withMore = string.Concat("{\"noSuchField\": 1, ", sample.AsSpan(sample.IndexOf('{', StringComparison.Ordinal) + 1));

        Assert.That(() => JsonSerializer.Deserialize(withMore, Samples.TypeOf(name)!, Wire.Options), Throws.InstanceOf<JsonException>());
    }

    [TestCaseSource(nameof(MovementNames))]
    public void A_movement_moves_between_books(string name)
    {
        var movement = (Movement)JsonSerializer.Deserialize(Samples.Read(name), Samples.TypeOf(name)!, Wire.Options)!;

        Assert.Multiple(() =>
        {
            Assert.That(movement.Sequence, Is.Positive);
            Assert.That(movement.Unit, Is.AnyOf("points", "cashback", "fund"));
            foreach (var move in movement.Moves)
            {
                Assert.That(KnownBooks, Does.Contain(move.From).And.Contains(move.To));
                Assert.That(move.From, Is.Not.EqualTo(move.To));
                Assert.That(move.Amount, Is.Positive);
            }
        });
    }

    [Test]
    public void Stored_names_are_snake_case_and_belong_to_one_type() =>
        Assert.Multiple(() =>
        {
            Assert.That(EventNames.All.Keys, Has.All.Matches("^[a-z]+(_[a-z]+)*$"));
            Assert.That(EventNames.All.Values, Is.Unique);
            foreach (var (name, type) in EventNames.All) Assert.That(EventNames.Of(type), Is.EqualTo(name));
        });

    [Test]
    public void Every_event_in_the_contracts_has_a_stored_name()
    {
        // An answer that shows a movement has its members, and is no event.
        var events = typeof(ILedgerEvent).Assembly.GetExportedTypes().Where(type =>
            !type.IsAbstract && typeof(ILedgerEvent).IsAssignableFrom(type) && type.Namespace == typeof(ILedgerEvent).Namespace);

        Assert.That(events.Except(EventNames.All.Values).Select(type => type.Name), Is.Empty, "not in EventNames");
    }
}
