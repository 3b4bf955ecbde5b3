using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;

namespace Ledger.Domain.Mechanics;

/// <summary>Transfers to another wallet; the new lots keep the dates of the lots the value comes from (domain.md §4).</summary>
internal sealed class Transfers : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events => [AccountCase.Ignore<PointsTransferred>()];

    public override IEnumerable<CommandKind> Commands => [new TransferPointsKind()];
}
