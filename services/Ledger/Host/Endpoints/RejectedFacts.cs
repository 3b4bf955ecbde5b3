using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Reading;
using Ledger.EventLog;
using Ledger.Host.State;
using Ledger.Host.Writing;

namespace Ledger.Host.Endpoints;

/// <summary>A rejected fact, folded from its stream.</summary>
/// <param name="Rejected">What was refused and why.</param>
/// <param name="Redriven">Set when it was redriven and recorded; else null.</param>
internal sealed record RejectedFact(OrderRejected Rejected, RejectionRedriven? Redriven);

/// <summary>Reads rejected facts from the log and parses their payloads again.</summary>
internal static class RejectedFacts
{
    /// <summary>The rejected fact with an id; null when there is none.</summary>
    public static async Task<RejectedFact?> ReadAsync(EventStore store, string program, string id, CancellationToken ct)
    {
        RejectedFact? fact = null;
        await foreach (var stored in store.ReadStreamAsync(program, Streams.Rejected(id), 0, ct))
        {
            fact = StoredEvents.Read(stored.Type, stored.Data) switch
            {
                OrderRejected rejected => new RejectedFact(rejected, null),
                RejectionRedriven redriven => fact! with { Redriven = redriven },
                var other => throw new System.Diagnostics.UnreachableException($"No rejection takes a {other.GetType().Name}."),
            };
        }

        return fact;
    }

    /// <summary>
    /// Parses a stored payload with this version's reader. Members that the transport knew (from the address or the message's type) are
    /// filled in.
    /// </summary>
    public static ReadFact Read(OrderRejected rejected)
    {
        var fallback = new Dictionary<string, string>();
        if (rejected.Source is { } source) fallback["source"] = source;
        if (rejected.OrderId is { } order) fallback["orderId"] = order;
        var known = new KnownMembers { Address = new Dictionary<string, string> { ["program"] = rejected.Program }, Fallback = fallback };
        return FactReader.Read(Encoding.UTF8.GetBytes(rejected.Payload), rejected.FactType, known);
    }

    /// <summary>
    /// Whether the payload is the envelope of a message that could not be read: such a message holds no fact that could be submitted.
    /// </summary>
    public static bool IsEnvelope(OrderRejected rejected)
    {
        if (rejected is not { Door: TransportNames.Bus, FactType: null }) return false;
        try
        {
            using var document = JsonDocument.Parse(rejected.Payload);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("messageType", out _) && document.RootElement.TryGetProperty("message", out _);
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
