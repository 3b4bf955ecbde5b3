using Ledger.Contracts.V1;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>
/// A batch whose state is in memory, and the keys by which its work is put in order: work of an account with its aliases, and of accounts
/// that a merge in the batch joins, shares a key. The keys are those of the moment when the batch was loaded, so that they stay the same
/// while it is decided.
/// </summary>
internal sealed class LoadedBatch
{
    private readonly StateCache cache;
    private readonly IReadOnlyDictionary<OrderKey, string> accountOfOrder;
    private readonly IReadOnlyDictionary<FactKey, string> accountOfFact;
    private readonly IReadOnlySet<string> inOneLane;
    private readonly Dictionary<AccountKey, string> survivors = [];
    private readonly Dictionary<AccountKey, string> joined = [];

    /// <param name="accountOfOrder">The account of each order that is recorded, or that a snapshot of the batch names.</param>
    /// <param name="accountOfFact">The account of each activity and purchase that is recorded, or that a fact of the batch names.</param>
    /// <param name="inOneLane">
    /// Programs with a budget: all their work is decided in the order of the log, because every credit depends on the budget left by those
    /// before.
    /// </param>
    public LoadedBatch(
        IReadOnlyList<Work> work, IReadOnlyDictionary<OrderKey, string> accountOfOrder, IReadOnlyDictionary<FactKey, string> accountOfFact,
        IReadOnlySet<string> inOneLane, StateCache cache)
    {
        (Work, this.accountOfOrder, this.accountOfFact, this.inOneLane, this.cache) = (
            work, accountOfOrder, accountOfFact, inOneLane, cache);
        foreach (var merge in work.OfType<CommandWork>().Where(one => one.Command is MergeAccounts))
        {
            if (merge is not { Account: { } account, Other: { } other }) continue;
            var (first, second) = (GroupOf(new AccountKey(merge.Program, account)), GroupOf(new AccountKey(merge.Program, other)));
            if (first != second) joined[new AccountKey(merge.Program, first)] = second;
        }
    }

    public IReadOnlyList<Work> Work { get; }

    /// <summary>Whether the keys of the batch's commands were looked up; if not, they are taken to be free.</summary>
    public bool HasLookedUpKeys { get; init; }

    /// <summary>The account that work is about; null when it is unknown.</summary>
    public string? AccountOf(Work work) => work switch
    {
        OrderFactWork fact => accountOfOrder.GetValueOrDefault(fact.OrderKey),
        ProgramFactWork fact => accountOfFact.GetValueOrDefault(fact.Key),
        PrizeWork prize => prize.Account,
        DueWorkOf due => due.Account,
        CommandWork command => command.Account,
        _ => null,
    };

    /// <summary>The keys by which the work is ordered; two for a command between two accounts.</summary>
    public IReadOnlyList<WorkKey> KeysOf(Work work)
    {
        var program = work.Program;
        if (inOneLane.Contains(program)) return [new WorkKey(SharedBy.Program, program, "")];
        if (AccountOf(work) is not { } account)
        {
            return work switch
            {
                OrderFactWork fact => [new WorkKey(SharedBy.Order, program, Streams.OrderKey(fact.Fact.Source, fact.Fact.OrderId))],
                ProgramFactWork fact => [new WorkKey(SharedBy.Fact, program, fact.Key.Stream)],
                CommandWork command => [new WorkKey(SharedBy.Command, program, command.Command.Key)],
                _ => [new WorkKey(SharedBy.Program, program, "")],
            };
        }

        var first = new WorkKey(SharedBy.Account, program, GroupOf(new AccountKey(program, account)));
        if (work is not CommandWork { Other: { } other }) return [first];
        var second = new WorkKey(SharedBy.Account, program, GroupOf(new AccountKey(program, other)));
        return first == second ? [first] : [first, second];
    }

    // The account that stands for a group of joined accounts.
    private string GroupOf(AccountKey account)
    {
        if (!survivors.TryGetValue(account, out var id))
        {
            survivors[account] = id = cache.Survivor(account.Program, account.Account)?.Account.Id ?? account.Account;
        }
        while (joined.TryGetValue(new AccountKey(account.Program, id), out var other)) id = other;
        return id;
    }
}
