using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.DomainTests.Messages;
using Ledger.Schemas;

namespace Ledger.DomainTests.AsyncApi;

/// <summary>
/// Makes <c>contracts/asyncapi.json</c> from the contracts, their docstrings and the samples: every event of the log in the two forms in
/// which it leaves, as a CloudEvent over HTTP and as a message over RabbitMQ, and the answer to a command over RabbitMQ.
/// </summary>
internal static class AsyncApiDocument
{
    private const string CloudEvent = "CloudEvent";
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private static readonly XmlDocs Docs = new();

    // An arbitrary id, for examples.
    private static readonly Guid SampleId = Guid.Parse("6f1c2a52-52c2-8b0e-9c7e-3f7a2f6d1e01");
    private const long SamplePosition = 1205;

    /// <summary>The document as it is committed.</summary>
    public static string Text()
    {
        var schemas = new Schemas(Docs);
        var (messages, overHttp, overBus) = (new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var (name, type) in EventNames.All.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            messages[name] = HttpMessage(name, type, schemas.Reference(type));
            overHttp[name] = new JsonObject { ["$ref"] = $"#/components/messages/{name}" };
        }

        foreach (var type in EventNames.All.Values.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            messages[type.Name] = BusMessage(type, schemas.Reference(type));
            overBus[type.Name] = new JsonObject { ["$ref"] = $"#/components/messages/{type.Name}" };
        }

        var answer = typeof(CommandSettled);
        messages[answer.Name] = BusMessage(answer, schemas.Reference(answer));
        var all = schemas.All();
        all[CloudEvent] = Envelope();
        var document = new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Ledger: events",
                ["version"] = "1.0.0",
                ["description"] =
                    "Everything that Ledger records can leave as an event: over HTTP as pages or server-sent events, posted to "
                    + "webhooks, and over RabbitMQ. There commands are answered too. Within version 1, events and members may be added; "
                    + "what is there keeps its meaning. Ignore what you do not know.",
                ["license"] = new JsonObject { ["name"] = "MIT" },
                ["tags"] = new JsonArray(
                    new JsonObject { ["name"] = "events", ["description"] = "What was recorded." },
                    new JsonObject { ["name"] = "answers", ["description"] = "What became of a command." }),
            },
            ["defaultContentType"] = CloudEventText.ContentType,
            ["channels"] = Channels(overHttp, overBus),
            ["operations"] = new JsonObject
            {
                ["feed"] = Operation("feed", "Events are read.", "In the order of the log, from any position on."),
                ["deliver"] = Operation("webhooks", "Events are posted to a webhook.",
                    "One after the other in the order of the log; one that is not taken is posted again, and those after it wait."),
                ["publish"] = Operation("rabbitmq", "Events are published.",
                    "Those of an account in the order of the log, those of different accounts in parallel; after a crash the last ones "
                    + "come again, under the same ids."),
                ["answer"] = Operation("answers", "Commands are answered.",
                    "A command over RabbitMQ that asks for an answer gets one, however it ends; a repeat gets the same."),
            },
            ["components"] = new JsonObject { ["messages"] = messages, ["schemas"] = all },
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Channels(JsonObject overHttp, JsonObject overBus) => new()
    {
        ["feed"] = new JsonObject
        {
            ["address"] = "/v1/programs/{program}/events",
            ["title"] = "The event feed",
            ["description"] = "GET with after, types, limit and waitSeconds answers a page; with Accept: text/event-stream a stream whose "
                + "ids are positions.",
            ["parameters"] = new JsonObject { ["program"] = new JsonObject { ["description"] = "The program's id." } },
            ["messages"] = overHttp,
        },
        ["webhooks"] = new JsonObject
        {
            ["address"] = null,
            ["title"] = "Webhooks",
            ["description"] = "POST to the URL of a webhook, one event a request, signed by the scheme of Standard Webhooks: webhook-id is "
                + "the event's id, webhook-timestamp, webhook-signature. Any answer from 200 to 299 takes the event.",
            ["messages"] = overHttp.DeepClone(),
        },
        ["rabbitmq"] = new JsonObject
        {
            ["address"] = "Ledger.Contracts.V1:{message}",
            ["title"] = "RabbitMQ",
            ["description"] = "A fanout exchange for each type of event. The payload stands in MassTransit's JSON envelope as its member "
                + "message; the message id is the event's id, and the header Ledger-Position its position. LEDGER_PUBLISH says which "
                + "events "
                + "are published.",
            ["parameters"] = new JsonObject
            {
                ["message"] = new JsonObject { ["description"] = "The name of the message, such as TierUpgraded." },
            },
            ["messages"] = overBus,
            ["bindings"] = new JsonObject
            {
                ["amqp"] = new JsonObject
                {
                    ["is"] = "routingKey",
                    ["exchange"] = new JsonObject { ["type"] = "fanout", ["durable"] = true },
                    ["bindingVersion"] = "0.3.0"
                },
            },
        },
        ["answers"] = new JsonObject
        {
            ["address"] = null,
            ["title"] = "Answers over RabbitMQ",
            ["description"] = "What became of a command that was sent to the queue ledger-commands, at the address that its envelope names "
                + "as responseAddress, with the requestId of the command's envelope.",
            ["messages"] = new JsonObject
            {
                [nameof(CommandSettled)] = new JsonObject { ["$ref"] = $"#/components/messages/{nameof(CommandSettled)}" },
            },
        },
    };

    private static JsonObject Operation(string channel, string summary, string description) => new()
    {
        ["action"] = "send",
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{channel}" },
        ["summary"] = summary,
        ["description"] = description,
    };

    private static JsonObject HttpMessage(string name, Type type, JsonObject data) => new()
    {
        ["name"] = name,
        ["title"] = type.Name,
        ["summary"] = Summary(type),
        ["contentType"] = CloudEventText.ContentType,
        ["payload"] = new JsonObject
        {
            ["allOf"] = new JsonArray(
                new JsonObject { ["$ref"] = $"#/components/schemas/{CloudEvent}" },
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["type"] = new JsonObject { ["const"] = name },
                        ["data"] = data
                    }
                }),
        },
        ["examples"] = new JsonArray(new JsonObject { ["payload"] = JsonNode.Parse(Example(name, type)) }),
    };

    private static JsonObject BusMessage(Type type, JsonObject data) => new()
    {
        ["name"] = type.Name,
        ["title"] = type.Name,
        ["summary"] = Summary(type),
        ["contentType"] = "application/vnd.masstransit+json",
        ["payload"] = data,
        ["examples"] = new JsonArray(new JsonObject { ["payload"] = JsonNode.Parse(Samples.Read(type.Name)) }),
    };

    private static string Summary(Type type) =>
        Docs.Of(type) ?? throw new InvalidOperationException($"{type.Name} has no docstring: what does it say?");

    // An example, written as the service writes it.
    private static byte[] Example(string name, Type type)
    {
        var sample = Samples.Read(type.Name);
        var happened = (ILedgerEvent)JsonSerializer.Deserialize(sample, type, Wire.Options)!;
        return CloudEventText.Write(
            happened.Program, SampleId, name, StreamOf(happened), happened.RecordedAt, SamplePosition, Encoding.UTF8.GetBytes(sample));
    }

    private static string StreamOf(ILedgerEvent happened) => happened switch
    {
        IOrderEvent order => Streams.Order(order.Source, order.OrderId),
        IAccountEvent account => Streams.Account(account.AccountId),
        WebhookDisabled webhook => Streams.Webhook(webhook.WebhookId),
        OrderRejected rejected => Streams.Rejected(rejected.RejectedId),
        _ => Streams.Program(happened.Program),
    };

    private static JsonObject Envelope()
    {
        var properties = new JsonObject
        {
            ["data"] = new JsonObject { ["type"] = "object", ["description"] = "The event as the log has it." },
            ["datacontenttype"] = Text("Of data.", "application/json"),
            ["id"] = new JsonObject
            {
                ["type"] = "string",
                ["format"] = "uuid",
                ["description"] = "Of the event. An event that comes twice has the same."
            },
            ["position"] = new JsonObject
            {
                ["type"] = "string",
                ["pattern"] = "^[0-9]+$",
                ["description"] =
                    "The event's position in the log, a whole number; a program's positions only rise. It is the feed's cursor.",
            },
            ["source"] = new JsonObject
            {
                ["type"] = "string",
                ["format"] = "uri-reference",
                ["description"] = "The program: /v1/programs/ and its id."
            },
            ["specversion"] = Text("The version of CloudEvents.", CloudEventText.SpecVersion),
            ["subject"] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = "What it is about: the stream that it belongs to, such as account/north."
            },
            ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When it was recorded." },
            ["type"] = new JsonObject { ["type"] = "string", ["description"] = "The name of the event." },
        };
        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = "A CloudEvent.",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. properties.Select(member => (JsonNode)member.Key)]),
        };
    }

    private static JsonObject Text(string description, string only) =>
        new() { ["type"] = "string", ["const"] = only, ["description"] = description };
}
