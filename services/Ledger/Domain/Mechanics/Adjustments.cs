using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Mechanics;

/// <summary>
/// Adjustments, with the approval of a second principal where the program asks for it (domain.md §2, §4), and opening balances that are
/// imported from another system.
/// </summary>
internal sealed class Adjustments : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.Ignore<PointsAdjusted>(),
        AccountCase.On<BalanceOpened>((account, opened) => Activities.WithFirstTier(account, opened.EffectiveAt)),
        AccountCase.On<AdjustmentRequested>((account, asked) => account with
        {
            Spending = account.Spending.Set(new Adjustment(
                    asked.AdjustmentId, new WalletKey(asked.Owner, asked.Unit), asked.Amount, asked.Reason, asked.RequestedBy,
                    asked.RecordedAt, AdjustmentState.AwaitingApproval)),
        }),
        AccountCase.On<AdjustmentApproved>((account, approved) => End(account, approved.AdjustmentId, AdjustmentState.Approved)),
        AccountCase.On<AdjustmentRejected>((account, rejected) => End(account, rejected.AdjustmentId, AdjustmentState.Rejected)),
    ];

    public override IEnumerable<CommandKind> Commands =>
        [new AdjustPointsKind(), new OpenBalanceKind(), new ApproveAdjustmentKind(), new RejectAdjustmentKind()];

    private static Account End(Account account, string id, AdjustmentState state) =>
        account with { Spending = account.Spending.Set(account.Spending.Adjustments[id] with { State = state }) };
}
