using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Ledger.Contracts.V1;
using Ledger.DomainTests.Messages;
using NUnit.Framework;

namespace Ledger.DomainTests.AsyncApi;

/// <summary>contracts/asyncapi.json describes outgoing events as the contracts do.</summary>
public sealed class AsyncApiTests
{
    private const string WriteIt = "LEDGER_WRITE_ASYNCAPI";
    private static readonly JsonNode Document = JsonNode.Parse(Contracts.V1.AsyncApi.Read())!;
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private static readonly ConcurrentDictionary<string, JsonSchema> SchemaByMessage = new(StringComparer.Ordinal);

    private static IEnumerable<string> Names => EventNames.All.Keys.Order(StringComparer.Ordinal);

    [Test]
    public void The_document_is_generated_from_the_contracts()
    {
        var text = AsyncApiDocument.Text();
        var file = Path.Combine(Samples.Root(), "contracts", "asyncapi.json");
        if (Environment.GetEnvironmentVariable(WriteIt) == "1") File.WriteAllText(file, text);

        Assert.That(File.ReadAllText(file), Is.EqualTo(text),
            $"the contracts changed; write the document again: {WriteIt}=1 dotnet test tests/Domain.Tests --filter AsyncApiTests");
    }

    [Test]
    public void Every_event_has_a_message_in_each_channel()
    {
        Assert.That(Members("/channels/feed/messages"), Is.EquivalentTo(Names));
        Assert.That(Members("/channels/webhooks/messages"), Is.EquivalentTo(Names));
        Assert.That(Members("/channels/rabbitmq/messages"), Is.EquivalentTo(EventNames.All.Values.Select(type => type.Name)));
    }

    [Test]
    public void Every_reference_resolves() =>
        Assert.Multiple(() =>
        {
            foreach (var reference in References(Document)) Assert.That(Find(reference), Is.Not.Null, reference);
        });

    [TestCaseSource(nameof(Names))]
    public void An_example_matches_its_schema(string name)
    {
        var type = EventNames.TypeOf(name)!.Name;
        Assert.Multiple(() =>
        {
            Assert.That(Faults(name, Example(name)), Is.Empty);
            Assert.That(Faults(type, Example(type)), Is.Empty);
        });
    }

    [TestCaseSource(nameof(Names))]
    public void An_event_that_lacks_a_member_or_has_one_of_another_type_does_not_match(string name)
    {
        var type = EventNames.TypeOf(name)!.Name;
        foreach (var member in (string[])["program", "recordedAt"])
        {
            var (without, wrong) = (Example(type).AsObject(), Example(type).AsObject());
            without.Remove(member);
            wrong[member] = 7;
            Assert.That(Faults(type, without), Is.Not.Empty, member);
            Assert.That(Faults(type, wrong), Is.Not.Empty, member);
        }
    }

    private static JsonNode Example(string message) => Find($"#/components/messages/{message}/examples/0/payload")!.DeepClone();

    private static List<string> Faults(string message, JsonNode instance)
    {
        var result = SchemaOf(message).Evaluate(JsonSerializer.SerializeToElement(instance), Options);
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(one => one.Errors is not null)
            .SelectMany(one => one.Errors!.Select(error => $"{one.InstanceLocation}: {error.Value}")).DefaultIfEmpty("not valid")];
    }

    // The schemas of the document are definitions of each.
    private static JsonSchema SchemaOf(string message) => SchemaByMessage.GetOrAdd(message, _ =>
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["allOf"] = new JsonArray(Find($"#/components/messages/{message}/payload")!.DeepClone()),
            ["definitions"] = Document["components"]!["schemas"]!.DeepClone(),
        };
        return JsonSchema.FromText(schema.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    });

    private static IEnumerable<string> Members(string pointer) => Find($"#{pointer}")!.AsObject().Select(member => member.Key);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference } ? [(string)reference!]
            : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Find(string pointer)
    {
        var node = (JsonNode?)Document;
        foreach (var step in pointer.Split('/')[1..]) node = node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]
            : node?[step];
        return node;
    }
}
