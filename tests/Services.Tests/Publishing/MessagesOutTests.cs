using System.Text;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Publishing;

/// <summary>The check of a run's messages against their description finds each kind of fault.</summary>
public sealed class MessagesOutTests
{
    private const string Form = "application/vnd.masstransit+json";

    private static IEnumerable<string> Names => EventNames.All.Values.Select(type => type.Name).Append(nameof(CommandSettled));

    [TestCaseSource(nameof(Names))]
    public void A_message_as_described_is_counted(string name)
    {
        var (seen, envelope) = (new MessagesOut(), Envelope(name));
        Take(seen, envelope, name);

        Assert.That(seen.Faults, Is.Empty);
        Assert.That(seen.Valid, Is.EquivalentTo(new Dictionary<string, int> { [name] = 1 }));
        Assert.That(seen.Has(Guid.Parse((string)envelope["messageId"]!)));
    }

    [TestCaseSource(nameof(Names))]
    public void Without_a_needed_member_or_with_one_of_another_type_or_name_it_is_a_fault(string name)
    {
        Assert.Multiple(() =>
        {
            Refused(name, message => message.Remove("program"), "Required");
            Refused(name, message => message["program"] = 7, "string");
            Refused(name, message => message["colour"] = "red", "colour");
        });
    }

    [Test]
    public void A_wrong_member_inside_a_member_is_a_fault() =>
        Refused(nameof(TierUpgraded), message => message["cause"]!.AsObject()["kind"] = new JsonArray(), "/cause/kind");

    [Test]
    public void A_time_that_is_none_is_a_fault() =>
        Refused(nameof(TierUpgraded), message => message["recordedAt"] = "yesterday", "/recordedAt");

    [TestCase("messageType", """["urn:message:Ledger.Contracts.V1:TierDowngraded"]""", "came as TierUpgraded")]
    [TestCase("messageType", """["urn:message:MassTransit:Fault"]""", "is not described")]
    [TestCase("messageType", null, "is in no envelope")]
    [TestCase("headers", """{"Ledger-Position":0}""", "has no position")]
    [TestCase("headers", "{}", "is in no envelope")]
    [TestCase("messageId", "\"1\"", "is in no envelope")]
    [TestCase("message", null, "is in no envelope")]
    public void A_wrong_envelope_is_a_fault(string member, string? value, string finding)
    {
        var (seen, envelope) = (new MessagesOut(), Envelope(nameof(TierUpgraded)));
        envelope.Remove(member);
        if (value is not null) envelope[member] = JsonNode.Parse(value);
        Take(seen, envelope, nameof(TierUpgraded));

        Assert.That(seen.Faults, Has.Count.EqualTo(1).And.One.Contains(finding));
        Assert.That(seen.Valid, Is.Empty);
    }

    [Test]
    public void Another_form_is_a_fault()
    {
        var seen = new MessagesOut();
        Take(seen, Envelope(nameof(TierUpgraded)), nameof(TierUpgraded), "application/json");
        seen.Take("no JSON"u8.ToArray(), Form);

        Assert.That(seen.Faults, Has.Count.EqualTo(2));
    }

    private static void Refused(string name, Action<JsonObject> spoil, string finding)
    {
        var (seen, envelope) = (new MessagesOut(), Envelope(name));
        spoil(envelope["message"]!.AsObject());
        Take(seen, envelope, name);
        Assert.That(seen.Faults, Has.Some.Contains(finding), name);
        Assert.That(seen.Valid, Is.Empty);
    }

    private static void Take(MessagesOut seen, JsonObject envelope, string name, string form = Form) =>
        seen.Take(Encoding.UTF8.GetBytes(envelope.ToJsonString()), form, name);

    private static JsonObject Envelope(string name) => new()
    {
        ["messageId"] = Guid.NewGuid().ToString(),
        ["messageType"] = new JsonArray($"urn:message:Ledger.Contracts.V1:{name}"),
        ["headers"] = new JsonObject { [LedgerHeaders.Position] = 12 },
        ["message"] = JsonNode.Parse(File.ReadAllText(Path.Combine(BuiltFiles.Root, "contracts", "samples", $"{name}.json"))),
    };
}
