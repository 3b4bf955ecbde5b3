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
        EventNames.Of(one.GetType()), EventNames.DotNetType(one.GetType()), JsonSerializer.SerializeToUtf8Bytes(one, one.GetType(), Wire.Options), one.RecordedAt);

    private static (string Stream, string Type) StreamOf(ILedgerEvent one) => one switch
    {
        IOrderEvent order => ($"order/{order.Source}/{order.OrderId}", "order"),
        IAccountEvent account => ($"account/{account.AccountId}", "account"),
        FactParked parked => ($"order/{parked.Source}/{parked.OrderId}", "order"),
        FactUnparked unparked => ($"order/{unparked.Source}/{unparked.OrderId}", "order"),
        OrderRejected rejected => ($"rejected/{rejected.RejectedId}", "rejected"),
        RejectionRedriven redriven => ($"rejected/{redriven.RejectedId}", "rejected"),
        _ => ($"program/{one.Program}", "program"),
    };
}
