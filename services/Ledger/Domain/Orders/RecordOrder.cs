using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>Records an order's first snapshot and what it brings (domain.md §4).</summary>
public static class RecordOrder
{
    public static Step Decide(Recorder recorder, Order order, OrderPlaced placed, string hash)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(placed);
        var version = recorder.Catalog.VersionForOrder(placed.PlacedAt);
        if (version is null) return new Step.Done(Outcome.Reject(Refusals.NoVersionEffective, $"No version of program {placed.Program} is effective at placedAt."));
        if (placed.Currency != version.Currency)
        {
            return new Step.Done(Outcome.Reject(Refusals.CurrencyMismatch, $"The program's currency is {version.Currency}; the order's is {Shown(placed.Currency)}."));
        }

        DueWork.CarryOut(recorder, recorder.NotBefore(placed.PlacedAt));
        var account = recorder.Account;
        var tier = account.Tier is { } held ? TierRules.Carry(recorder.Catalog, version, held) : version.Tiers[0].Id;
        var standing = new Standing(tier, account.Orders, account.FirstOrderAt, account.Measures);
        var question = new EvaluateOrder(
            placed.Source, placed.OrderId, version.Version, placed.PlacedAt, Evaluate.Lines(placed.Lines, _ => 0), placed.ContactId, placed.PartnerId, placed.Tags);
        return new Step.Ask(question, standing, evaluation => Record(recorder, order, placed, hash, version, evaluation));
    }

    private static Outcome Record(Recorder recorder, Order order, OrderPlaced placed, string hash, ProgramVersion version, OrderEvaluation evaluation)
    {
        var now = recorder.NotBefore(placed.PlacedAt);
        recorder.Emit(order, new OrderRecorded(
            placed.Program, placed.Source, placed.OrderId, recorder.Account.Id, placed.Revision, placed.PlacedAt, placed.Currency, placed.Lines,
            version.Version, hash, placed.PlacedAt, recorder.RecordedAt, placed.ContactId, placed.PartnerId, placed.Tags));
        var cause = new Cause("order", order.Source, order.Id, Revision: placed.Revision);
        Evaluate.Post(recorder, order, evaluation, now, cause, null);
        TierReviews.Upgrade(recorder, now, cause);
        DueWork.CarryOut(recorder, recorder.Clock);
        return Outcome.Recorded;
    }

    private static string Shown(string text) => text.Length > 12 ? text[..12] + "…" : text;
}
