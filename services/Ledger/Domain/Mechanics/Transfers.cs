using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;

namespace Ledger.Domain.Mechanics;

/// <summary>Value that goes to another wallet, with the dates of the lots it leaves (domain.md §4).</summary>
internal sealed class Transfers : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events => [AccountCase.Ignore<PointsTransferred>()];

    public override IEnumerable<CommandKind> Commands => [new TransferPointsKind()];
}
