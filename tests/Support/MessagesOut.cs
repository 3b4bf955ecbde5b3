using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.TestSupport;

/// <summary>
/// Checks and counts published messages, byte for byte as received, against the AsyncAPI document. The <see cref="MessageListener"/>, every
/// <see cref="Broker"/> and webhook receivers pass in what they receive. At the end of a test run <see cref="Faults"/> must be empty.
/// </summary>
public sealed class MessagesOut
{
    private const int FaultsMax = 20;
    private const string Urn = "urn:message:Ledger.Contracts.V1:";
    private readonly ConcurrentQueue<string> faults = [];
    private readonly ConcurrentDictionary<string, int> valid = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, string> ids = new();
    private readonly ConcurrentQueue<long> positions = [];

    /// <summary>The messages received in this process.</summary>
    public static MessagesOut OfThisRun { get; } = new();

    /// <summary>The first twenty distinct faults.</summary>
    public IReadOnlyList<string> Faults => [.. faults];

    /// <summary>How many messages came and were as described, by the message's name. One that came twice counts twice.</summary>
    public IReadOnlyDictionary<string, int> Valid => valid;

    /// <summary>The positions in the log of the events that came over RabbitMQ, in the order they came.</summary>
    public IReadOnlyList<long> Positions => [.. positions];

    /// <summary>Whether a message with this id came and was as described.</summary>
    public bool Has(Guid id) => ids.ContainsKey(id);

    /// <summary>Takes an event that came over HTTP.</summary>
    /// <param name="cloudEvent">The CloudEvent.</param>
    /// <param name="contentType">The stated content type.</param>
    public void Take(JsonElement cloudEvent, string? contentType)
    {
        var found = MessageSchemas.FaultsOfCloudEvent(cloudEvent);
        if (found.Count > 0) Keep(found);
        else if (FormOf(contentType) != CloudEventText.ContentType) Keep([$"A CloudEvent is {contentType}"]);
        else Count(cloudEvent.GetProperty("type").GetString()!);
    }

    /// <summary>Takes a message that came over RabbitMQ.</summary>
    /// <param name="body">The envelope.</param>
    /// <param name="contentType">The stated content type.</param>
    /// <param name="message">The name that it must have, if its source determines it; else null.</param>
    public void Take(ReadOnlyMemory<byte> body, string? contentType, string? message = null)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var found = FaultsOf(envelope.RootElement, contentType, ref message);
            if (found.Count > 0)
            {
                Keep(found);
                return;
            }

            if (MessageSchemas.IsPublished(message!)) positions.Enqueue(PositionOf(envelope.RootElement));
            ids[envelope.RootElement.GetProperty("messageId").GetGuid()] = message!;
            Count(message!);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            Keep([$"{message ?? "A message"} is in no envelope: {unreadable.Message}"]);
        }
    }

    private static IReadOnlyList<string> FaultsOf(JsonElement envelope, string? contentType, ref string? message)
    {
        var name = envelope.GetProperty("messageType")[0].GetString()!;
        if (!name.StartsWith(Urn, StringComparison.Ordinal)) return [$"{name} is not described"];
        name = name[Urn.Length..];
        if (message is not null && name != message) return [$"{name} came as {message}"];
        message = name;
        if (FormOf(contentType) != MessageSchemas.ContentTypeOf(name)) return [$"{name} is {contentType}"];
        if (MessageSchemas.IsPublished(name) && PositionOf(envelope) < 1)
        {
            return [$"{name} has no position"];
        }

        return MessageSchemas.FaultsOf(name, envelope.GetProperty("message"));
    }

    private static long PositionOf(JsonElement envelope) => envelope.GetProperty("headers").GetProperty(LedgerHeaders.Position).GetInt64();

    // Without parameters such as the encoding.
    private static string? FormOf(string? contentType) => contentType?.Split(';')[0].TrimEnd();

    private void Count(string message) => valid.AddOrUpdate(message, 1, (_, count) => count + 1);

    private void Keep(IEnumerable<string> found)
    {
        foreach (var fault in found.Except(faults).TakeWhile(_ => faults.Count < FaultsMax)) faults.Enqueue(fault);
    }
}
