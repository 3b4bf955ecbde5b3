using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.Domain.Contests;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.EventLog;
using Ledger.Host.State;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Closes challenges and holds draws (mechanics.md §8, §9). Each is decided alone, between batches, and appended with all its prizes in one
/// transaction, so that a crash leaves all or nothing. Accounts are read page by page; only the best and the winners stay in memory. When
/// another process records something meanwhile, it is decided again.
/// </summary>
internal sealed class ProgramWideChange(
    NpgsqlDataSource dataSource, EventStore store, Programs programs, IEvaluations evaluations, Loader loader, Committer committer,
    StateCache cache, Func<DateTimeOffset> now)
{
    private const int PageMax = 1_000;

    /// <summary>
    /// Carries out the next challenge or draw that falls due by the work's time. The outcome is repeated when there is none.
    /// </summary>
    /// <exception cref="StreamConflictException">Another process recorded something of the program meanwhile.</exception>
    public async Task<Outcome> CarryOutAsync(ContestWork work, CancellationToken ct)
    {
        if (programs.Find(work.Program) is not { } state || ProgramWideWork.Next(state, work.Until) is not { } due) return Outcome.Repeated;
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var readAt = (await store.ReadHeadAsync(ct)).Position;
        var recordedAt = now();
        if (due.Close is { } close)
        {
            var table = await RankAsync(connection, state.Catalog, close, ct);
            var closed = ChallengeClose.Close(work.Program, close, table, recordedAt);
            await AppendAsync(state, closed, ChallengeClose.Awards(close, table, recordedAt), readAt, null, recordedAt, ct);
        }
        else
        {
            var (version, draw) = due.Draw!.Value;
            var candidates = await CandidatesAsync(connection, state.Catalog, version, draw, ct);
            var salt = await ContestTable.SaltAsync(connection, work.Program, draw.Id, ct);
            var head = await store.ReadHeadAsync(ct);
            var held = DrawHolding.Hold(
                work.Program, version, draw, candidates, new DrawInputs(salt, head.Position, head.Chain), recordedAt);
            await AppendAsync(state, held, DrawHolding.Awards(draw, held, recordedAt), readAt, head.Position, recordedAt, ct);
        }

        return Outcome.Recorded;
    }

    private async Task AppendAsync(
        ProgramState before, ILedgerEvent happened, IEnumerable<(string Account, AwardPrize Award)> awards, long readAt, long? head,
        DateTimeOffset recordedAt, CancellationToken ct)
    {
        var program = before.Catalog.Program;
        IReadOnlyList<Work> prizes = [.. awards.Select(won => new PrizeWork(program, won.Account, won.Award))];
        var loaded = await loader.LoadAsync(prizes, isAgain: false, ct);
        var decided = await new Decider(cache, programs, evaluations, loader, recordedAt).DecideAsync(loaded, ct);
        await cache.Grants.CheckAsync(dataSource, decided.Happened, ct);
        var appends = BatchAppends.Of(decided.Happened, cache);
        appends.Add(
            new StreamAppend(program, Streams.Program(program), Streams.ProgramType, before.StreamVersion, [StoredEvents.Of(happened)]));
        List<NpgsqlBatchCommand> commands =
        [
            .. committer.StateCommands(decided, checksPrograms: false),
            ContestTable.CheckLog(program, readAt, head),
        ];
        var appended = await store.AppendAsync(appends, commands, ct, isLarge: true);
        committer.Head = appended.LastPosition;
        cache.Committed(cache.Saved(decided.Touched, decided.Budgets), decided.Touched);
        programs.Set(before.After(happened));
    }

    private static async Task<ChallengeTable> RankAsync(
        NpgsqlConnection connection, ProgramCatalog catalog, ChallengePeriod close, CancellationToken ct)
    {
        var table = new ChallengeTable();

        // Orders of merged accounts count for the survivor, so a survivor is ranked only when the orders of all its aliases are known.
        var survivors = new HashSet<string>(StringComparer.Ordinal);
        for (var after = ""; ;)
        {
            var ids = await ContestTable.AccountsAsync(connection, catalog.Program, close.Period.Months, after, PageMax, ct);
            if (ids.Count == 0) break;
            after = ids[^1];
            var orders = await ContestTable.OrdersAsync(connection, catalog.Program, ids, ct);
            foreach (var account in await LoadAsync(connection, catalog.Program, ids, ct))
            {
                if (account.MergedInto is { } into) survivors.Add(into);
                else if (account.Aliases.Count > 0) survivors.Add(account.Id);
                else Add(table, catalog, close, account, [.. orders[account.Id]]);
            }
        }

        await AddSurvivorsAsync(connection, catalog, close, table, survivors, ct);
        return table;
    }

    private static async Task AddSurvivorsAsync(
        NpgsqlConnection connection, ProgramCatalog catalog, ChallengePeriod close, ChallengeTable table, HashSet<string> ids,
        CancellationToken ct)
    {
        var ranked = new HashSet<string>(StringComparer.Ordinal);
        while (ids.Count > 0)
        {
            var next = new HashSet<string>(StringComparer.Ordinal);
            foreach (var account in await LoadAsync(connection, catalog.Program, [.. ids], ct))
            {
                if (account.MergedInto is { } into)
                {
                    next.Add(into);
                    continue;
                }

                if (!ranked.Add(account.Id)) continue;
                var orders = await ContestTable.OrdersAsync(connection, catalog.Program, [account.Id, .. account.Aliases.Keys], ct);
                Add(table, catalog, close, account, [.. orders.SelectMany(own => own)]);
            }

            ids = next;
        }
    }

    private static void Add(ChallengeTable table, ProgramCatalog catalog, ChallengePeriod close, Account account, List<OrderTally> orders)
    {
        if (ChallengeClose.ContenderOf(catalog, close, account, orders) is { } contender) table.Add(contender);
    }

    private static async Task<List<string>> CandidatesAsync(
        NpgsqlConnection connection, ProgramCatalog catalog, ProgramVersion version, Draw draw, CancellationToken ct)
    {
        var candidates = new List<string>();
        for (var after = ""; ;)
        {
            var ids = await ContestTable.AllAccountsAsync(connection, catalog.Program, after, PageMax, ct);
            if (ids.Count == 0) break;
            after = ids[^1];
            foreach (var account in await LoadAsync(connection, catalog.Program, ids, ct))
            {
                if (DrawHolding.IsCandidate(catalog, version, draw, account)) candidates.Add(account.Id);
            }
        }

        candidates.Sort(StringComparer.Ordinal);
        return candidates;
    }

    // Without lots, which are not needed here, and not into the cache, from which so many accounts would evict all others.
    private static async Task<IEnumerable<Account>> LoadAsync(
        NpgsqlConnection connection, string program, IReadOnlyList<string> ids, CancellationToken ct)
    {
        var loaded = await AccountStateTable.LoadAsync(connection, [.. ids.Select(id => new AccountKey(program, id))], ct);
        await SpendingTable.LoadKeptAsync(connection, loaded, ct);
        return loaded.Select(one => one.Account);
    }
}
