using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>
/// Notices that a lot is about to expire, a configured number of days of 24 hours ahead (mechanics.md §11). No value moves.
/// </summary>
internal sealed class ExpiryNotices : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<PointsExpiring>((account, told) => account with
        {
            Lots = account.Lots.Set(account.Lots[told.Lot] with { NoticedAt = Calendar.AddDays(told.ExpiresAt, -told.Days) }),
        }),
    ];

    public override IEnumerable<DueKind> Due => [new ExpiryNoticeDue()];
}

/// <summary>The next notice of a lot that still has value then; of several at one time, the lot with the lowest number first.</summary>
internal sealed class ExpiryNoticeDue : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) =>
        catalog.HasNotices ? account.Lots.NextNotice(catalog)?.At : null;

    public override bool DependsOn(ProgramCatalog catalog) => catalog.HasNotices;

    public override void CarryOut(Recorder recorder, DateTimeOffset at)
    {
        var account = recorder.Account;
        var lot = account.Lots[account.Lots.NextNotice(recorder.Catalog)!.Value.Lot];
        var notice = Of(recorder.Catalog, lot)!;
        recorder.Emit(new PointsExpiring(
                account.Program, account.Id, lot.Wallet.Owner, lot.Wallet.Unit, lot.Number, lot.Pending + lot.Unheld + lot.Held,
                lot.ExpiresAt!.Value, notice.Days, recorder.WhenDue(at), recorder.RecordedAt));
    }

    /// <summary>The next notice of a lot in its present state; null when none is to come.</summary>
    public static ExpiryNotice? Of(ProgramCatalog catalog, Lot lot)
    {
        if (!lot.IsOpen || lot.Wallet.Unit != Units.Points || lot.ExpiresAt is not { } end) return null;

        // The days ahead come from the version in force when the notice falls due.
        return catalog.Versions.SelectMany(version => NoticeRules.Of(version.ExpiryNoticeDays, lot.ActivatesAt, end)
                .Where(one => catalog.VersionForDueWork(one.At) == version))
            .Where(one => !(one.At <= lot.NoticedAt)).OrderBy(one => one.At).FirstOrDefault();
    }
}
