using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>
/// Pending value becomes usable at its lot's activation date; of lots that activate at one time, the lowest number first.
/// </summary>
internal sealed class LotActivation : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => account.Lots.NextActivation?.At;

    public override void CarryOut(Recorder recorder, DateTimeOffset at)
    {
        var lot = recorder.Account.Lots[recorder.Account.Lots.NextActivation!.Value.Lot];
        var now = recorder.WhenDue(at);

        // A lot that was credited or triggered late would activate at the clock; one that has expired by then never activates.
        if (lot.IsExpiredAt(now))
        {
            LotExpiry.Expire(recorder, lot, now);
            return;
        }

        var posting = new PostingContext(new Cause(CauseKindNames.Due), recorder.Catalog.VersionForDueWork(now).Version, now);
        recorder.Move<PointsActivated>(
            lot.Wallet, lot.Pending, [new LotMove(lot.Number, Books.Pending, Books.Available, lot.Pending)], posting);
        PayArrears.FromFreed(recorder, lot.Wallet, posting);
    }
}
