using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Reading;
using Ledger.EventLog;
using Ledger.Host.State;

namespace Ledger.Host.Endpoints;

/// <summary>A refused fact as its stream tells it.</summary>
/// <param name="Rejected">What was refused and why.</param>
/// <param name="Redriven">Set when it was driven again and recorded.</param>
internal sealed record RejectedFact(OrderRejected Rejected, RejectionRedriven? Redriven);

/// <summary>Reads refused facts from the log and turns them into facts again.</summary>
internal static class RejectedFacts
{
    /// <summary>Null when nothing was refused under this id.</summary>
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

    /// <summary>Reads what was sent as it would be read today. What its transport knew besides (address, type of message) is filled
    /// in.</summary>
    public static ReadFact Read(OrderRejected rejected)
    {
        var fallback = new Dictionary<string, string>();
        if (rejected.Source is { } source) fallback["source"] = source;
        if (rejected.OrderId is { } order) fallback["orderId"] = order;
        var known = new KnownMembers { Address = new Dictionary<string, string> { ["program"] = rejected.Program }, Fallback = fallback };
        return FactReader.Read(Encoding.UTF8.GetBytes(rejected.Payload), rejected.FactType, known);
    }

    /// <summary>Whether what was sent is the envelope of a message that could not be read: it holds no fact that could be handed
    /// in.</summary>
    public static bool IsEnvelope(OrderRejected rejected)
    {
        if (rejected is not { Door: "bus", FactType: null }) return false;
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
