using System.Collections.Immutable;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Rewards;
using Ledger.Domain.Spending;

namespace Ledger.Domain.Mechanics;

/// <summary>The mechanics of a program: a new mechanic is added to this list only.</summary>
internal static class AllMechanics
{
    /// <summary>
    /// The order in which mechanics record what follows from one fact (decisions/0008: the order's lots, closed rebate periods, the tier),
    /// and in which due work of one time is carried out (mechanics.md: hold expiry, notices, activation, expiry, membership end, rebate
    /// close, tier review, then judging).
    /// </summary>
    public static ImmutableArray<Mechanic> InOrder { get; } =
    [
        new OrderTotals(),
        new Activities(),
        new Holds(),
        new ExpiryNotices(),
        new Lots(),
        new Funds(),
        new Memberships(),
        new Rebates(),
        new Redemptions(),
        new Milestones(),
        new Grants(),
        new Tiers(),
        new ProgramEnds(),
        new Judging(),
        new Adjustments(),
        new Vouchers(),
        new Transfers(),
        new Merges(),
    ];

    /// <summary>How each event changes an account.</summary>
    public static EventCases<Account> Events { get; } =
        new(InOrder.SelectMany(mechanic => mechanic.Events).Append(AccountCase.Ignore<Contracts.V1.CommandHandled>()));

    /// <summary>Every kind of due work, in the order in which ties are carried out.</summary>
    public static ImmutableArray<DueKind> Due { get; } = [.. InOrder.SelectMany(mechanic => mechanic.Due)];

    /// <summary>Every kind of command.</summary>
    public static CommandKinds Commands { get; } = new(InOrder.SelectMany(mechanic => mechanic.Commands));

    /// <summary>Ends a fact or command: carries out what is due by the account's clock, then has each mechanic conclude.</summary>
    public static void Conclude(Recorder recorder)
    {
        DueWork.CarryOut(recorder, recorder.Clock);
        foreach (var mechanic in InOrder) mechanic.Conclude(recorder);
    }
}
