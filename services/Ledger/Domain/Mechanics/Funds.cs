using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Claims;
using Ledger.Domain.Postings;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Mechanics;

/// <summary>
/// Trade-marketing funds: each order has one lot per fund, which is active at once, changes with the order like points, and is spent by
/// approved claims (mechanics.md §5).
/// </summary>
internal sealed class Funds : Mechanic
{
    /// <summary>The wallet that funds are credited to and claimed from: always the account's own.</summary>
    public static WalletKey Wallet { get; } = new(WalletOwners.Account, Units.Fund);

    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<ClaimRequested>((account, asked) => Set(account, new Claim(
                asked.ClaimId, asked.Fund, asked.Amount, asked.Activity, asked.Proofs, asked.Reason, asked.RequestedBy, asked.EffectiveAt,
                ClaimState.Requested, asked.ExpiresAt))),
        AccountCase.On<ClaimProofsAdded>(
            (account, added) => Change(account, added.ClaimId, claim => claim with { Proofs = [.. claim.Proofs, .. added.Proofs] })),
        AccountCase.On<ClaimApproved>(
            (account, approved) => Change(account, approved.ClaimId, claim => claim with { State = ClaimState.Approved })),
        AccountCase.On<ClaimRejected>(
            (account, rejected) => Change(account, rejected.ClaimId, claim => claim with { State = ClaimState.Rejected })),
        AccountCase.On<ClaimExpired>(
            (account, expired) => Change(account, expired.ClaimId, claim => claim with { State = ClaimState.Expired })),
    ];

    public override IEnumerable<CommandKind> Commands =>
        [new ClaimFundKind(), new AddClaimProofsKind(), new ApproveClaimKind(), new RejectClaimKind()];

    public override void Follow(Recorder recorder, RecordedFact fact)
    {
        if (!fact.ChangesOrder || recorder.Order.Evaluation!.Funds is not { } outcomes) return;
        var order = recorder.Order;
        var version = recorder.Catalog.Version(order.Snapshot!.ProgramVersion);
        foreach (var outcome in outcomes)
        {
            var before = fact.Before.Evaluation?.Funds?.FirstOrDefault(other => other.Fund == outcome.Fund)?.Amount ?? 0;
            if (before == outcome.Amount) continue;
            var fund = version.FundOf(outcome.Fund)!;
            IReadOnlyList<Lot> lots = [.. recorder.Account.Lots.OfOrder(order.Key, Wallet).Where(lot => lot.Fund == fund.Id)];
            var target = new CreditTarget(
                Wallet, lots, order.Snapshot.PlacedAt, FundRules.ExpiresAt(version, fund, order.Snapshot.PlacedAt),
                from => FundRules.ExpiresAt(version, fund, from), IsFirst: fact.Before.Evaluation is null, order.Key, Fund: fund.Id);
            var posting = fact.Posting(version) with { Cause = fact.Cause with { Rule = fund.Id } };
            if (outcome.Amount > before)
            {
                var component = new Component(fund.Id, outcome.Base ?? Exact.Zero, (outcome.Percent ?? Exact.Zero) / 100, outcome.Amount);
                Credit.Post(recorder, target, outcome.Amount - before, posting, [component]);
            }
            else
            {
                Reversal.Post(recorder, target, before - outcome.Amount, version.Points.Negative, posting);
            }
        }
    }

    private static Account Set(Account account, Claim claim) =>
        account with { Mechanics = account.Mechanics with { Claims = account.Mechanics.Claims.Set(claim.Id, claim) } };

    private static Account Change(Account account, string id, Func<Claim, Claim> change) =>
        Set(account, change(account.Mechanics.Claims[id]));
}
