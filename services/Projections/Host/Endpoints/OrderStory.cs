using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>An order, folded from its stream: the snapshot in force, what happened to the order, and what the rules gave.</summary>
internal sealed class OrderStory
{
    private readonly List<OrderRevision> revisions = [];
    private readonly List<OrderReturn> returns = [];
    private readonly List<OrderProgress> progress = [];
    private readonly List<(string Hash, ParkedFact Fact)> parked = [];
    private readonly Dictionary<string, decimal> returned = new(StringComparer.Ordinal);
    private OrderRecorded? recorded;
    private OrderRevised? revised;
    private DiscountComputed? evaluated;
    private bool cancelled;

    public string? AccountId => recorded?.AccountId;

    /// <summary>
    /// The exchange rate, in the program's currency per unit of the order's currency; null for an order in the program's currency.
    /// </summary>
    private Exact? Rate => evaluated?.Evaluation.Frozen.Rate;

    public bool IsEmpty => recorded is null && parked.Count == 0;

    /// <summary>Adds the next event of the order's stream.</summary>
    public void Add(object happened)
    {
        switch (happened)
        {
            case OrderRecorded one:
                recorded = one;
                revisions.Add(new OrderRevision(one.Revision, Superseded: false, one.EffectiveAt, one.RecordedAt));
                break;
            case OrderRevised one:
                revised = one;
                revisions.Add(new OrderRevision(one.Revision, Superseded: false, one.EffectiveAt, one.RecordedAt));
                break;
            case OrderSuperseded one:
                revisions.Add(new OrderRevision(one.Revision, Superseded: true, one.EffectiveAt, one.RecordedAt));
                break;
            case ReturnRecorded one:
                Add(one);
                break;
            case OrderProgressed one:
                progress.Add(new OrderProgress(
                    one.Fact, one.OccurredAt, one.Triggers, one.EffectiveAt, one.RecordedAt, one.FactId.Length == 0 ? null : one.FactId));
                break;
            case FactParked one:
                parked.Add((one.ContentHash, new ParkedFact(one.FactType, one.Payload, one.EffectiveAt, one.RecordedAt)));
                break;
            case DiscountComputed one:
                evaluated = one;
                break;
        }

        // A fact that is recorded or refused is no longer parked.
        if (HashOf(happened) is { } hash) parked.RemoveAll(waiting => waiting.Hash == hash);
    }

    private static string? HashOf(object happened) => happened switch
    {
        OrderRecorded one => one.ContentHash,
        OrderRevised one => one.ContentHash,
        OrderSuperseded one => one.ContentHash,
        ReturnRecorded one => one.ContentHash,
        OrderProgressed one => one.ContentHash,
        FactUnparked one => one.ContentHash,
        _ => null,
    };

    /// <summary>The order as an answer, with the facts that are parked for the order or until their time.</summary>
    /// <param name="account">The account that has it now.</param>
    /// <param name="programCurrency">
    /// The program's currency, in which money of an order in another currency is shown as well (mechanics.md §10).
    /// </param>
    public OrderAnswer<JsonObject> Show(
        string source, string orderId, string? account, string programCurrency, IEnumerable<JsonObject> entries)
    {
        var waits = parked.ConvertAll(waiting => waiting.Fact);
        if (recorded is null) return new OrderAnswer<JsonObject>(source, orderId, Recorded: false, waits);
        return new OrderAnswer<JsonObject>(source, orderId, Recorded: true, waits)
        {
            AccountId = account ?? recorded.AccountId,
            RecordedFor = account is null || account == recorded.AccountId ? null : recorded.AccountId,
            Revision = revised?.Revision ?? recorded.Revision,
            PlacedAt = recorded.PlacedAt,
            Currency = recorded.Currency,
            Rate = Rate,
            ProgramCurrency = Rate is null ? null : programCurrency,
            ProgramVersion = recorded.ProgramVersion,
            ContactId = revised is null ? recorded.ContactId : revised.ContactId,
            PartnerId = revised is null ? recorded.PartnerId : revised.PartnerId,
            Tags = revised is null ? recorded.Tags : revised.Tags,
            Cancelled = cancelled,
            Lines = [.. (revised?.Lines ?? recorded.Lines).Select(Line)],
            Revisions = revisions,
            Returns = returns,
            Progress = progress,
            Evaluation = evaluated?.Evaluation,
            Entries = [.. entries],
        };
    }

    private void Add(ReturnRecorded one)
    {
        cancelled |= one.ReturnId is null;
        foreach (var line in one.Lines) returned[line.LineId] = returned.GetValueOrDefault(line.LineId) + line.Quantity;
        returns.Add(new OrderReturn(one.ReturnId is null, one.Lines, one.OccurredAt, one.EffectiveAt, one.RecordedAt, one.ReturnId));
    }

    private OrderLineShown Line(OrderLine line)
    {
        var back = returned.GetValueOrDefault(line.LineId);
        return new OrderLineShown(
            line.LineId, line.Sku, line.Kind, line.Quantity, line.UnitPrice, line.Discount, back, line.Quantity - back, line.Category,
            Rate is { } rate ? new LineMoney(rate * line.UnitPrice, rate * line.Discount) : null);
    }
}
