using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.ProgramFacts;
using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Loads what the work of a batch needs, with a few set-based queries: orders, accounts, keys of commands, and what commands refer to.
/// </summary>
/// <param name="log">The pool of the log's connections; loading leaves no session state behind.</param>
/// <param name="programs">The programs.</param>
/// <param name="cache">The cache that is loaded into.</param>
internal sealed class Loader(NpgsqlDataSource log, Programs programs, StateCache cache)
{
    /// <param name="isAgain">
    /// Whether the batch is decided again after a failure; the keys of its commands are then looked up, because a repeat may be the cause.
    /// </param>
    /// <exception cref="StreamConflictException">An account was merged by another process between two queries.</exception>
    public async Task<LoadedBatch> LoadAsync(IReadOnlyList<Work> batch, bool isAgain, CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        var commands = batch.OfType<CommandWork>().ToList();
        var facts = batch.OfType<OrderFactWork>().ToList();
        // Orders first, because a return does not name the account of its order.
        await cache.LoadOrdersAsync(
            connection, facts.Select(work => work.OrderKey).Concat(commands.Select(work => work.OrderKey).OfType<OrderKey>()), ct);
        var accountOfOrder = new Dictionary<OrderKey, string>();
        var needed = new List<NeededAccount>(batch.Count);
        foreach (var work in facts.Where(work => work.Refused is null))
        {
            var known = cache.Order(work.OrderKey)!;
            if (known.Snapshot is { } snapshot)
            {
                if (accountOfOrder.TryAdd(work.OrderKey, snapshot.AccountId))
                {
                    needed.Add(new NeededAccount(new AccountKey(work.Program, snapshot.AccountId), known.Key));
                }
            }
            else if (work.Fact is OrderPlaced placed && accountOfOrder.TryAdd(work.OrderKey, placed.AccountId))
            {
                needed.Add(new NeededAccount(new AccountKey(work.Program, placed.AccountId)));
            }
        }

        var accountOfFact = await LoadFactsAsync(connection, [.. batch.OfType<ProgramFactWork>()], needed, ct);
        needed.AddRange(batch.OfType<PrizeWork>().Select(prize => new NeededAccount(new AccountKey(prize.Program, prize.Account))));
        needed.AddRange(batch.OfType<DueWorkOf>().Select(due => new NeededAccount(new AccountKey(due.Program, due.Account))));
        var hasLookedUpKeys = isAgain || cache.Commands.ExpectsRepeats;
        if (hasLookedUpKeys) await cache.Commands.LoadAsync(connection, commands, ct);
        var subjects = new CommandSubjects(cache);
        if (commands.Count > 0)
        {
            await subjects.FindAccountsAsync(connection, commands, ct);
            foreach (var work in commands)
            {
                if (work.Account is { } account)
                {
                    needed.Add(
                        new NeededAccount(
                            new AccountKey(work.Program, account),
                            work.OrderKey is { } order ? Streams.OrderKey(order.Source, order.OrderId) : null)
                    );
                }
                if (work.Other is { } other) needed.Add(new NeededAccount(new AccountKey(work.Program, other)));
            }
        }

        await cache.LoadAccountsAsync(connection, needed, ct);
        if (commands.Count > 0) await subjects.LoadAsync(connection, commands, ct);
        var inOneLane = batch
            .Select(work => work.Program)
            .Distinct()
            .Where(program => programs.Find(program)?.Catalog.HasBudget is true)
            .ToHashSet(StringComparer.Ordinal);
        await cache.LoadBudgetsAsync(connection, inOneLane, ct);
        return new LoadedBatch(batch, accountOfOrder, accountOfFact, inOneLane, cache) { HasLookedUpKeys = hasLookedUpKeys };
    }

    /// <summary>Loads what the keys of commands are bound to.</summary>
    public async Task LoadKeysAsync(IReadOnlyList<CommandWork> commands, CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        await cache.Commands.LoadAsync(connection, commands, ct);
    }

    // An activity's lots are found like an order's, by the key of their cause.
    private async Task<Dictionary<FactKey, string>> LoadFactsAsync(
        NpgsqlConnection connection, IReadOnlyList<ProgramFactWork> facts, List<NeededAccount> needed, CancellationToken ct)
    {
        var accounts = new Dictionary<FactKey, string>();
        if (facts.Count == 0) return accounts;
        await cache.LoadFactsAsync(connection, facts.Select(work => work.Key), ct);
        foreach (var work in facts)
        {
            var known = cache.Fact(work.Key)!;
            if ((known.AccountId ?? work.NamedAccount) is not { } account || !accounts.TryAdd(work.Key, account)) continue;
            needed.Add(new NeededAccount(new AccountKey(work.Program, account), LotsOf(known)));
        }

        return accounts;

        static string? LotsOf(FactStream known) =>
            known is { IsRecorded: true, Type: Streams.ActivityType }
                ? Lot.OfActivity(known.Name[(Streams.ActivityType.Length + 1)..])
                : null;
    }
}
