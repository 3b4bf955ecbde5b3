using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.EventLog;

namespace Ledger.Projections.Host;

/// <summary>An order as its stream tells it: the snapshot that stands, what happened to it, what the rules gave.</summary>
internal sealed class OrderStory
{
    private readonly List<object> revisions = [];
    private readonly List<object> returns = [];
    private readonly List<object> progress = [];
    private readonly List<(string Hash, object Fact)> parked = [];
    private readonly Dictionary<string, decimal> returned = new(StringComparer.Ordinal);
    private OrderRecorded? recorded;
    private OrderRevised? revised;
    private DiscountComputed? evaluated;
    private bool cancelled;

    public string? AccountId => recorded?.AccountId;

    public bool IsEmpty => recorded is null && parked.Count == 0;

    public void Add(StoredEvent stored)
    {
        if (EventNames.TypeOf(stored.Type) is not { } type) return;
        switch (JsonSerializer.Deserialize(stored.Data, type, Wire.Options))
        {
            case OrderRecorded one:
                recorded = one;
                revisions.Add(new { one.Revision, Superseded = false, one.EffectiveAt, one.RecordedAt });
                break;
            case OrderRevised one:
                revised = one;
                revisions.Add(new { one.Revision, Superseded = false, one.EffectiveAt, one.RecordedAt });
                break;
            case OrderSuperseded one:
                revisions.Add(new { one.Revision, Superseded = true, one.EffectiveAt, one.RecordedAt });
                break;
            case ReturnRecorded one:
                Add(one);
                break;
            case OrderProgressed one:
                progress.Add(new { one.Fact, FactId = one.FactId.Length == 0 ? null : one.FactId, one.OccurredAt, one.Triggers, one.EffectiveAt, one.RecordedAt });
                break;
            case FactParked one:
                parked.Add((one.ContentHash, new { one.FactType, one.Payload, one.EffectiveAt, one.RecordedAt }));
                break;
            case FactUnparked one:
                parked.RemoveAll(waiting => waiting.Hash == one.ContentHash);
                break;
            case DiscountComputed one:
                evaluated = one;
                break;
        }
    }

    /// <summary>The order as an answer. What was parked is shown until the order came: then it was applied or rejected.</summary>
    /// <param name="account">The account that has it now.</param>
    public object Show(string source, string orderId, string? account, IEnumerable<object> entries)
    {
        if (recorded is null) return new { Source = source, OrderId = orderId, Recorded = false, Parked = parked.Select(waiting => waiting.Fact) };
        return new
        {
            Source = source,
            OrderId = orderId,
            Recorded = true,
            AccountId = account ?? recorded.AccountId,
            RecordedFor = account is null || account == recorded.AccountId ? null : recorded.AccountId,
            Revision = revised?.Revision ?? recorded.Revision,
            recorded.PlacedAt,
            recorded.Currency,
            recorded.ProgramVersion,
            ContactId = revised is null ? recorded.ContactId : revised.ContactId,
            PartnerId = revised is null ? recorded.PartnerId : revised.PartnerId,
            Tags = revised is null ? recorded.Tags : revised.Tags,
            Cancelled = cancelled,
            Lines = (revised?.Lines ?? recorded.Lines).Select(Line),
            Revisions = revisions,
            Returns = returns,
            Progress = progress,
            Parked = Array.Empty<object>(),
            Evaluation = evaluated?.Evaluation,
            Entries = entries,
        };
    }

    private void Add(ReturnRecorded one)
    {
        cancelled |= one.ReturnId is null;
        foreach (var line in one.Lines) returned[line.LineId] = returned.GetValueOrDefault(line.LineId) + line.Quantity;
        returns.Add(new { one.ReturnId, Cancellation = one.ReturnId is null, one.Lines, one.OccurredAt, one.EffectiveAt, one.RecordedAt });
    }

    private object Line(OrderLine line) => new
    {
        line.LineId,
        line.Sku,
        line.Category,
        line.Kind,
        line.Quantity,
        line.UnitPrice,
        line.Discount,
        Returned = returned.GetValueOrDefault(line.LineId),
        Remaining = line.Quantity - returned.GetValueOrDefault(line.LineId),
    };
}
