using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Rewards;

/// <summary>The cause of a grant, and the id made from it.</summary>
/// <param name="Id">The grant's id: milestone-account-n, challenge-period-rank or draw-n.</param>
/// <param name="Rule">The milestone, challenge or draw.</param>
/// <param name="Number">The milestone's n, the rank, or the draw's n; from 1.</param>
/// <param name="Period">A challenge's period.</param>
internal readonly record struct GrantOrigin(string Id, string Rule, long Number, string? Period = null);

/// <summary>Rewards that are given: an item waits to be handed over, a voucher is issued, points and cashback are credited (mechanics.md
/// §4).</summary>
internal sealed class Grants : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<GrantIssued>(Issued),
        AccountCase.On<GrantFulfilled>(
            (account, fulfilled) => Set(account, account.Mechanics.Grants[fulfilled.GrantId] with { State = GrantState.Fulfilled })),
        AccountCase.On<GrantCancelled>(
            (account, cancelled) => Set(account, account.Mechanics.Grants[cancelled.GrantId] with { State = GrantState.Cancelled })),
    ];

    public override IEnumerable<CommandKind> Commands => [new FulfilGrantKind(), new CancelGrantKind()];

    /// <summary>Gives a reward.</summary>
    /// <param name="recorder">Takes the events.</param>
    /// <param name="origin">The grant's cause and id.</param>
    /// <param name="rewardId">A reward of the version's catalogue.</param>
    /// <param name="version">The version that rules it.</param>
    /// <param name="cause">Why.</param>
    /// <param name="now">Effective time.</param>
    public static void Issue(
        Recorder recorder, GrantOrigin origin, string rewardId, ProgramVersion version, Cause cause, DateTimeOffset now)
    {
        var rule = origin.Rule;
        var (account, reward) = (recorder.Account, version.RewardOf(rewardId)!);
        var isItem = reward.Kind == RewardKind.Item;
        var code = reward.Kind == RewardKind.Voucher ? recorder.NextCode() : null;
        var grantId = Free(recorder, origin.Id);
        recorder.Emit(new GrantIssued(
                account.Program, account.Id, grantId, rule, origin.Number, reward.Id,
                isItem ? GrantStateNames.Granted : GrantStateNames.Fulfilled, version.Version, now, recorder.RecordedAt, origin.Period,
                code));
        switch (reward.Kind)
        {
            case RewardKind.Item:
                break;
            case RewardKind.Voucher:
                DateTimeOffset? until = reward.VoucherValidMonths is { } months ? version.Calendar.AddMonths(now, months) : null;
                recorder.Emit(new VoucherIssued(
                        account.Program, account.Id, code!, grantId, reward.Amount, version.Currency, now, recorder.RecordedAt, until));
                break;
            case RewardKind.Points:
                RuledCredit.Once(recorder, Units.Points, reward.Amount, rule, version, cause, now);
                break;
            case RewardKind.Cashback:
                RuledCredit.Once(recorder, Units.Cashback, reward.Amount, rule, version, cause, now);
                break;
        }
    }

    private static Account Issued(Account account, GrantIssued issued)
    {
        var next = Set(account, new Grant(
                issued.GrantId, issued.Rule, issued.Number, issued.Reward, GrantStateNames.Of(issued.State), issued.Period,
                issued.Voucher));
        var counts = next.Mechanics.Issued;
        return issued.Period is not null ? next
            : next with
            {
                Mechanics = next.Mechanics with
                {
                    Issued = counts.SetItem(issued.Rule, Math.Max(counts.GetValueOrDefault(issued.Rule), issued.Number)),
                }
            };
    }

    // The id itself, or if another grant has it, the next free variant of it (mechanics.md §4).
    private static string Free(Recorder recorder, string id)
    {
        if (!IsTaken(recorder, id)) return id;
        for (var n = 2; ; n++)
        {
            var other = string.Create(CultureInfo.InvariantCulture, $"{id}~{n}");
            if (!IsTaken(recorder, other)) return other;
        }
    }

    private static bool IsTaken(Recorder recorder, string id) =>
        recorder.Account.Mechanics.Grants.Has(id) || recorder.TakenGrants.Contains(id);

    private static Account Set(Account account, Grant grant) =>
        account with { Mechanics = account.Mechanics with { Grants = account.Mechanics.Grants.Set(grant.Id, grant) } };
}

/// <summary>The base of commands about one grant, which must be an item that waits to be handed over.</summary>
internal abstract class GrantKind<T> : CommandKind<T>
    where T : class, ISpendingCommand
{
    protected sealed override CommandSubject? SubjectOf(T command) => new(SpendingKinds.Grant, GrantOf(command));

    protected sealed override CommandEnd Unknown(T command) =>
        CommandEnd.Refuse(Refusals.UnknownGrant, $"There is no grant {GrantOf(command)}.");

    protected sealed override CommandEnd Decide(CommandScope scope, T command)
    {
        var now = scope.Begin();
        if (scope.Account.Mechanics.Grants.Find(GrantOf(command)) is not { } grant) return Unknown(command);
        if (!grant.State.IsOpen())
        {
            return CommandEnd.Refuse(Refusals.GrantClosed, $"Grant {grant.Id} is {GrantStateNames.NameOf(grant.State)}.");
        }

        var state = Record(scope, command, grant, now);
        return CommandEnd.Done(new CommandReply(command.Key, GrantStateNames.NameOf(state), scope.Account.Id, now, Of: grant.Id));
    }

    protected abstract string GrantOf(T command);

    /// <summary>Records the command; returns the grant's new state.</summary>
    protected abstract GrantState Record(CommandScope scope, T command, Grant grant, DateTimeOffset now);
}

/// <summary>A granted item was handed over.</summary>
internal sealed class FulfilGrantKind : GrantKind<FulfilGrant>
{
    protected override string GrantOf(FulfilGrant command) => command.GrantId;

    protected override GrantState Record(CommandScope scope, FulfilGrant command, Grant grant, DateTimeOffset now)
    {
        var account = scope.Account;
        scope.Recorder.Emit(
            new GrantFulfilled(account.Program, account.Id, grant.Id, scope.Principal, now, scope.Recorder.RecordedAt, command.Reference));
        return GrantState.Fulfilled;
    }
}

/// <summary>A granted item will not be handed over.</summary>
internal sealed class CancelGrantKind : GrantKind<CancelGrant>
{
    protected override string GrantOf(CancelGrant command) => command.GrantId;

    protected override GrantState Record(CommandScope scope, CancelGrant command, Grant grant, DateTimeOffset now)
    {
        var account = scope.Account;
        scope.Recorder.Emit(
            new GrantCancelled(account.Program, account.Id, grant.Id, command.Reason, scope.Principal, now, scope.Recorder.RecordedAt));
        return GrantState.Cancelled;
    }
}
