using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>Value expires; of lots that expire at one time, the lowest number first. Held value does not expire.</summary>
internal sealed class LotExpiry : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => account.Lots.NextExpiry?.At;

    public override void CarryOut(Recorder recorder, DateTimeOffset at) =>
        Expire(recorder, recorder.Account.Lots[recorder.Account.Lots.NextExpiry!.Value.Lot], recorder.WhenDue(at));

    /// <summary>Expires what is pending or available in a lot.</summary>
    public static void Expire(Recorder recorder, Lot lot, DateTimeOffset now)
    {
        var moves = new List<LotMove>(2);
        if (lot.Pending > 0) moves.Add(new LotMove(lot.Number, Books.Pending, Books.Expired, lot.Pending));
        if (lot.Unheld > 0) moves.Add(new LotMove(lot.Number, Books.Available, Books.Expired, lot.Unheld));
        recorder.Move<PointsExpired>(
            lot.Wallet, -moves.Sum(move => move.Amount), moves,
            new PostingContext(new Cause(CauseKindNames.Due), recorder.Catalog.VersionForDueWork(now).Version, now));
    }
}
