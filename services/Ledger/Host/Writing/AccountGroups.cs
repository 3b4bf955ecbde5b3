using Ledger.Contracts.V1;

namespace Ledger.Ledger.Host;

/// <summary>
/// Which accounts of a batch are decided one after the other, not side by side: an alias with the account that it is, and those that a merge of the batch makes one.
/// As it was when the batch was loaded, so that it holds for the whole batch.
/// </summary>
internal sealed class AccountGroups
{
    private readonly StateCache cache;
    private readonly Dictionary<(string Program, string Account), string> survivors = [];
    private readonly Dictionary<(string Program, string Account), string> joined = [];

    public AccountGroups(StateCache cache, IEnumerable<Work> batch)
    {
        this.cache = cache;
        foreach (var work in batch.OfType<CommandWork>().Where(work => work.Command is MergeAccounts))
        {
            if (work is not { Account: { } account, Other: { } other }) continue;
            var (first, second) = (Of(work.Program, account), Of(work.Program, other));
            if (first != second) joined[(work.Program, first)] = second;
        }
    }

    /// <summary>The name of an account's group.</summary>
    public string Of(string program, string account)
    {
        if (!survivors.TryGetValue((program, account), out var id)) survivors[(program, account)] = id = cache.Survivor(program, account)?.Account.Id ?? account;
        while (joined.TryGetValue((program, id), out var other)) id = other;
        return id;
    }
}
