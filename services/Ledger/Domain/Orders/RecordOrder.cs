using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Postings;
using Ledger.Domain.Programs;

namespace Ledger.Domain.Orders;

/// <summary>Records an order's first snapshot and what follows from it (domain.md §4).</summary>
internal static class RecordOrder
{
    public static FactEnd Decide(Recorder recorder, OrderPlaced placed, string hash, OrderEvaluation? evaluation)
    {
        var version = recorder.Catalog.VersionForOrder(placed.PlacedAt);
        if (version is null)
        {
            return Outcome.Reject(Refusals.NoVersionEffective, $"No version of program {placed.Program} is effective at placedAt.");
        }
        var rate = placed.Currency == version.Currency ? null : recorder.Program.Rates.At(placed.Currency, placed.PlacedAt);
        if (rate is null && placed.Currency != version.Currency)
        {
            return Outcome.Reject(
                Refusals.NoRate,
                $"The program's currency is {version.Currency}, and no rate of {Shown(placed.Currency)} is in force at placedAt.");
        }

        if (Partners.Refusal(version, placed.PartnerId) is { } unknown) return unknown;

        DueWork.CarryOut(recorder, recorder.NotBefore(placed.PlacedAt));
        if (evaluation is null) return Evaluate.First(recorder, placed, version, rate);

        var (account, before, now) = (recorder.Account, recorder.Order, recorder.NotBefore(placed.PlacedAt));
        recorder.EmitForOrder(new OrderRecorded(
            placed.Program, placed.Source, placed.OrderId, account.Id, placed.Revision, placed.PlacedAt, placed.Currency, placed.Lines,
            version.Version, hash, placed.PlacedAt, recorder.RecordedAt, placed.ContactId, placed.PartnerId, placed.Tags));
        Evaluate.Record(recorder, before, evaluation, now);
        var cause = new Cause(CauseKindNames.Order, placed.Source, placed.OrderId, Revision: placed.Revision);
        new RecordedFact(RecordedFactKind.Placed, account, before, now, cause).Follow(recorder);
        return Outcome.Recorded;
    }

    private static string Shown(string text) => text.Length > 12 ? text[..12] + "…" : text;
}
