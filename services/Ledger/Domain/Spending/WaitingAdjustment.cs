using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Finds the adjustment that an approval or a rejection names.</summary>
internal static class WaitingAdjustment
{
    public static CommandEnd Unknown(string id) =>
        CommandEnd.Refuse(Refusals.UnknownAdjustment, $"No adjustment {id} ever waited for approval.");

    /// <summary>An adjustment that waits for approval; null, with a refusal, when there is none.</summary>
    public static Adjustment? Of(Account account, string id, out CommandEnd? refusal)
    {
        var asked = account.Spending.Adjustments.Find(id);
        refusal = asked is null ? Unknown(id)
            : asked.State.IsOpen() ? null
            : CommandEnd.Refuse(Refusals.AdjustmentClosed, $"Adjustment {id} is {AdjustmentStateNames.NameOf(asked.State)}.");
        return refusal is null ? asked : null;
    }
}
