using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.EventLog;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>
/// The appends of a batch to the log. The cached state has each stream's version after the batch, so the version that the append expects is
/// that version less the number of the batch's events.
/// </summary>
internal static class BatchAppends
{
    /// <summary>Turns events into appends; consecutive events of one stream form one append.</summary>
    public static List<StreamAppend> Of(IReadOnlyList<Emitted> emitted, StateCache cache)
    {
        var counts = new Dictionary<StreamKey, long>();
        foreach (var one in emitted)
        {
            var key = new StreamKey(one.Event.Program, one.StreamId);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        var versions = new Dictionary<StreamKey, long>();
        var appends = new List<StreamAppend>(emitted.Count);
        for (var i = 0; i < emitted.Count;)
        {
            var (stream, type, happened) = emitted[i];
            var key = new StreamKey(happened.Program, stream);
            var events = new List<NewEvent>(4);
            while (i < emitted.Count && emitted[i].StreamId == stream && emitted[i].Event.Program == key.Program)
            {
                events.Add(StoredEvents.Of(emitted[i].Event));
                i++;
            }

            if (!versions.TryGetValue(key, out var version)) version = VersionBefore(cache, key, type, happened, counts[key]);
            appends.Add(new StreamAppend(key.Program, stream, type, version, events));
            versions[key] = version + events.Count;
        }

        return appends;
    }

    private static long VersionBefore(StateCache cache, StreamKey key, string type, ILedgerEvent happened, long count) => type switch
    {
        Streams.AccountType => cache.Account(key.Program, ((IAccountEvent)happened).AccountId)!.Account.StreamVersion - count,
        Streams.OrderType => cache.Order(OrderKeyOf(happened))!.StreamVersion - count,
        Streams.ActivityType or Streams.PurchaseType => cache.Fact(new FactKey(key.Program, key.Stream))!.StreamVersion - count,
        Streams.BudgetType => cache.Budget(key.Program)!.Periods[((BudgetReached)happened).Period].StreamVersion - count,
        Streams.RewardType => cache.Stock(new RewardKey(key.Program, RewardOf(happened)))!.StreamVersion - count,
        _ => happened is RejectionRedriven ? 1 : 0,
    };

    private static string RewardOf(ILedgerEvent happened) =>
        happened is RewardTaken taken ? taken.Reward : ((RewardReturned)happened).Reward;

    private static OrderKey OrderKeyOf(ILedgerEvent happened) => happened switch
    {
        IOrderEvent order => new OrderKey(order.Program, order.Source, order.OrderId),
        FactParked parked => new OrderKey(parked.Program, parked.Source, parked.OrderId),
        FactUnparked unparked => new OrderKey(unparked.Program, unparked.Source, unparked.OrderId),
        _ => throw new System.Diagnostics.UnreachableException($"{happened.GetType().Name} is in no order's stream."),
    };

    private readonly record struct StreamKey(string Program, string Stream);
}
