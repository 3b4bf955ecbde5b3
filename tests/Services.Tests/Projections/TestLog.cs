using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.EventLog;

namespace Ledger.Services.Tests.Projections;

/// <summary>Appends hand-made events to a log, each to its stream, in the order given.</summary>
internal sealed class TestLog(EventStore store)
{
    private readonly Dictionary<(string, string), long> versions = [];

    public long Position { get; private set; }

    public async Task AppendAsync(params IEnumerable<ILedgerEvent> events)
    {
        var appends = new List<StreamAppend>();
        foreach (var one in events)
        {
            var (stream, type) = StreamOf(one);
            var version = versions.GetValueOrDefault((one.Program, stream));
            versions[(one.Program, stream)] = version + 1;
            appends.Add(new StreamAppend(one.Program, stream, type, version, [Stored(one)]));
        }

        if (appends.Count > 0) Position = (await store.AppendAsync(appends, null, CancellationToken.None)).LastPosition;
    }

    private static NewEvent Stored(ILedgerEvent one) => new(
            EventNames.Of(one.GetType()), EventNames.DotNetType(one.GetType()),
            JsonSerializer.SerializeToUtf8Bytes(one, one.GetType(), Wire.Options), one.RecordedAt);

    private static (string Stream, string Type) StreamOf(ILedgerEvent one) => one switch
    {
        IOrderEvent order => (Streams.Order(order.Source, order.OrderId), Streams.OrderType),
        ActivityRecorded activity => (Streams.Activity(activity.ActivityId), Streams.ActivityType),
        RevocationRecorded revocation => (Streams.Activity(revocation.ActivityId), Streams.ActivityType),
        MembershipRecorded purchase => (Streams.Purchase(purchase.PurchaseId), Streams.PurchaseType),
        RefundRecorded refund => (Streams.Purchase(refund.PurchaseId), Streams.PurchaseType),
        IAccountEvent account => (Streams.Account(account.AccountId), Streams.AccountType),
        FactParked parked => (Streams.Order(parked.Source, parked.OrderId), Streams.OrderType),
        FactUnparked unparked => (Streams.Order(unparked.Source, unparked.OrderId), Streams.OrderType),
        OrderRejected rejected => (Streams.Rejected(rejected.RejectedId), Streams.RejectedType),
        RejectionRedriven redriven => (Streams.Rejected(redriven.RejectedId), Streams.RejectedType),
        _ => (Streams.Program(one.Program), Streams.ProgramType),
    };
}
