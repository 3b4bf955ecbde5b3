using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>The end of a program's spending (mechanics.md §11).</summary>
internal static class EndOfSpending
{
    /// <summary>The refusal of a command that spends; null while the program is open.</summary>
    public static CommandEnd? Refusal(ProgramVersion version, DateTimeOffset now) => WindDownRules.SpendingEnded(version, now)
            ? CommandEnd.Refuse(
                Refusals.ProgramClosed,
                $"Nothing is spent since {InstantJsonConverter.Format(version.WindDown!.RedeemUntil)}: the program has ended.")
            : null;
}

/// <summary>The end of a program: at a version's <c>redeemUntil</c> all value that is left expires.</summary>
internal sealed class ProgramEnds : Mechanic
{
    public override IEnumerable<DueKind> Due => [new ProgramEnd()];
}

/// <summary>
/// At the end of spending open claims expire, holds are released and all lots expire; what is credited later expires at once (mechanics.md
/// §11).
/// </summary>
internal sealed class ProgramEnd : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account)
    {
        if (!catalog.HasEnd || !HasValue(account)) return null;
        DateTimeOffset? next = null;
        foreach (var version in catalog.Versions)
        {
            if (version.WindDown is not { } end) continue;
            var at = end.RedeemUntil > version.EffectiveFrom ? end.RedeemUntil : version.EffectiveFrom;
            if (catalog.VersionForDueWork(at) == version && !(at >= next)) next = at;
        }

        return next;
    }

    public override bool DependsOn(ProgramCatalog catalog) => catalog.HasEnd;

    public override void CarryOut(Recorder recorder, DateTimeOffset at)
    {
        var now = recorder.WhenDue(at);
        var posting = new PostingContext(
            new Cause(CauseKindNames.Due, Reason: "wind-down"), recorder.Catalog.VersionForDueWork(now).Version, now);
        foreach (var claim in recorder
            .Account.Mechanics.Claims.Values.Where(claim => claim.IsOpen)
            .OrderBy(claim => claim.Id, StringComparer.Ordinal)
            .ToList())
        {
            recorder.Emit(new ClaimExpired(recorder.Account.Program, recorder.Account.Id, claim.Id, now, recorder.RecordedAt));
        }

        foreach (var hold in recorder.Account.Spending.Holds.Values.Where(hold => hold.IsOpen).OrderBy(hold => hold.Number).ToList())
        {
            HeldValue.Release(recorder, recorder.Account.Spending.Holds[hold.Id], posting);
        }

        foreach (var lot in recorder.Account.Lots.All.Where(lot => lot.Pending > 0 || lot.Unheld > 0).OrderBy(lot => lot.Number).ToList())
        {
            LotExpiry.Expire(recorder, recorder.Account.Lots[lot.Number], now);
        }
    }

    private static bool HasValue(Account account) => account.Spending.NextToExpire is not null || account.Lots.HasValue;
}
