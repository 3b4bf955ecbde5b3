using Ledger.Contracts.V1;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>
/// Forms batches of the work that waits: all of it, up to a limit, and never on a timer. A change of a program is a batch of its own,
/// because everything else depends on it. Snapshots that name different accounts for one order go into different batches, because the
/// order's account is known only once the first is recorded or refused. The same holds for facts that name different accounts for one
/// activity or purchase.
/// </summary>
internal sealed class Batcher(WorkQueue queue)
{
    private const int WorkMax = 384;
    private readonly Dictionary<OrderKey, string> ofOrders = [];
    private readonly Dictionary<FactKey, string> ofFacts = [];

    // Work that was taken from the queue but does not fit into the batch before it: the first of the next batch.
    private Work? carried;

    /// <summary>Whether anything waits.</summary>
    public bool IsEmpty => carried is null && queue.Count == 0;

    /// <summary>
    /// Waits, while a batch is being committed, until as much work waits as that batch had. If the next batch started at once, it would be
    /// small, and each batch has a fixed cost. Once the commit ends, the next batch starts with whatever waits.
    /// </summary>
    /// <param name="before">The number of work items in the batch that is being committed.</param>
    /// <param name="commit">The commit. The wait ends with it, whether it succeeds or fails.</param>
    public Task UntilLargeEnoughAsync(int before, Task commit, CancellationToken ct) =>
        carried is null ? queue.UntilAsync(before, commit, ct) : Task.CompletedTask;

    /// <summary>The next batch, as soon as any work waits; null once the queue is closed and empty.</summary>
    public async ValueTask<IReadOnlyList<Work>?> NextAsync(CancellationToken ct)
    {
        if (carried is null && !await queue.IsThereAsync(ct)) return null;
        var batch = new List<Work>(WorkMax);
        ofOrders.Clear();
        ofFacts.Clear();
        if (carried is { } first && GoesWith(batch, first)) batch.Add(first);
        carried = null;
        while (batch.Count < WorkMax && queue.TryTake(out var work))
        {
            if (!GoesWith(batch, work))
            {
                carried = work;
                break;
            }

            batch.Add(work);
        }

        return batch;
    }

    /// <summary>Closes the queue and cancels the work that waits. It was not acknowledged, so its senders will send it again.</summary>
    public void Close()
    {
        queue.Close();
        carried?.Completion.TrySetCanceled(CancellationToken.None);
        while (queue.TryTake(out var work)) work.Completion.TrySetCanceled(CancellationToken.None);
    }

    private bool GoesWith(List<Work> batch, Work work)
    {
        if (batch.Count > 0 && (work is LoneWork || batch[0] is LoneWork)) return false;
        return work switch
        {
            OrderFactWork { Fact: OrderPlaced placed } fact => IsSame(ofOrders, fact.OrderKey, placed.AccountId),
            ProgramFactWork { NamedAccount: { } account } fact => IsSame(ofFacts, fact.Key, account),
            _ => true,
        };
    }

    private static bool IsSame<TKey>(Dictionary<TKey, string> accounts, TKey key, string account)
        where TKey : notnull =>
        accounts.TryAdd(key, account) || accounts[key] == account;
}
