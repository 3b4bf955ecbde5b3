using Ledger.Contracts.V1;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>
/// Forms batches of what waits: as much as there is, up to a bound and never on a timer. A change of a program is a batch of its own,
/// because everything else depends on it. Snapshots that name different accounts for one order go into different batches, because whether
/// the first is recorded decides whose order it is; so do facts that name different accounts for one activity or purchase.
/// </summary>
internal sealed class Batcher(WorkQueue queue)
{
    private const int WorkMax = 384;
    private readonly Dictionary<OrderKey, string> ofOrders = [];
    private readonly Dictionary<FactKey, string> ofFacts = [];

    // Taken from the queue, and does not go with the batch before it.
    private Work? carried;

    /// <summary>Whether anything waits.</summary>
    public bool IsEmpty => carried is null && queue.Count == 0;

    /// <summary>
    /// Waits while a batch is on its way, until the next is as large or large enough: begun at once it would be small, and a batch has its
    /// price. When the way is free before that, whatever came meanwhile goes.
    /// </summary>
    /// <param name="before">How large the batch on its way is.</param>
    /// <param name="commit">Ends when the way is free, however it ends.</param>
    public Task UntilLargeEnoughAsync(int before, Task commit, CancellationToken ct) =>
        carried is null ? queue.UntilAsync(Math.Min(before, WorkMax / 2), commit, ct) : Task.CompletedTask;

    /// <summary>The next batch, as soon as anything waits; null when nothing will.</summary>
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

    /// <summary>Takes no more, and gives up what waits: it was not acknowledged, so its senders will send it again.</summary>
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
