using System.Security.Cryptography;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Contests;
using Ledger.Domain.Deciding;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.EventLog;
using Ledger.Host.State;
using Ledger.Rules.Domain.Mechanics;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Decides a change of a program and appends it, alone, between batches. When a version measures orders in a new way or has the first
/// challenge, earlier orders are measured in the same append, so that the version is never in force with measures missing.
/// </summary>
/// <param name="now">Gets the recorded time.</param>
internal sealed class ProgramChange(
    NpgsqlDataSource dataSource, EventStore store, Programs programs, StateCache cache, Func<DateTimeOffset> now)
{
    // The most rows of one statement.
    private const int TalliesMax = 10_000;

    /// <summary>Carries the work out; starts again when another process changed the program first.</summary>
    /// <param name="appended">Called with the log's last position when something was appended.</param>
    public async Task<Outcome> CarryOutAsync(ProgramWork work, Action<long> appended, CancellationToken ct)
    {
        while (true)
        {
            var state = programs.Find(work.Program) ?? ProgramState.Empty(work.Program);
            var decision = work.Decide(state, now());
            if (decision.Events.Count == 0) return decision.Outcome;
            var after = decision.Events.Aggregate(state, (before, happened) => before.After(happened));
            var salts = new List<NpgsqlBatchCommand>();
            (decision, after) = WithDraws(work.Program, decision, after, salts);
            try
            {
                appended(await AppendAsync(work.Program, state, after, decision, salts, ct));
                programs.Set(after);
                return decision.Outcome;
            }
            catch (StreamConflictException)
            {
                cache.ForgetSince(cache.Batch);
                await programs.ReloadAsync(work.Program, ct);
            }
        }
    }

    private async Task<long> AppendAsync(
        string program, ProgramState before, ProgramState after, ProgramDecision decision, IReadOnlyList<NpgsqlBatchCommand> salts,
        CancellationToken ct)
    {
        var backfill = await BackfillAsync(program, before, after, ct);
        var appends = BatchAppends.Of(backfill.Emitted, cache);
        appends.Add(
            new StreamAppend(
                program, Streams.Program(program), Streams.ProgramType, before.StreamVersion, [.. decision.Events.Select(StoredEvents.Of)])
        );
        List<NpgsqlBatchCommand> commands = [.. salts, .. LookAgain(before, after), .. backfill.Commands];
        var appended = await store.AppendAsync(appends, commands, ct, isLarge: true);
        cache.Committed(cache.Saved(backfill.Touched, []), backfill.Touched);
        return appended.LastPosition;
    }

    // Due times were planned under the old versions. Without this, idle accounts would never be planned under the new ones.
    private static IEnumerable<NpgsqlBatchCommand> LookAgain(ProgramState before, ProgramState after) =>
        before.Catalog.Versions.Count > 0 && before.Catalog != after.Catalog && DueWork.DependsOn(after.Catalog)
            ? [AccountStateTable.LookAgain(after.Catalog.Program, after.ChangedAt[0])]
            : [];

    // Publishing a version announces its draws. The salt of each is generated here and stored outside the log (mechanics.md §9).
    private static (ProgramDecision Decision, ProgramState After) WithDraws(
        string program, ProgramDecision decision, ProgramState after, List<NpgsqlBatchCommand> salts)
    {
        foreach (var published in decision.Events.OfType<ProgramPublished>().ToList())
        {
            foreach (var draw in DrawHolding.ToAnnounce(after, published.Version))
            {
                var salt = RandomNumberGenerator.GetBytes(DrawRules.SaltLength);
                var announced = DrawHolding.Announce(program, published.Version, draw, salt, published.RecordedAt, published.RecordedAt);
                salts.Add(ContestTable.KeepSalt(program, draw.Id, salt));
                decision = decision with { Events = [.. decision.Events, announced] };
                after = after.After(announced);
            }
        }

        return (decision, after);
    }

    // Measures orders recorded earlier by what the version adds, and makes them count in its challenges (mechanics.md §8). When another
    // process records something of the program meanwhile, the append fails and all is done again.
    private async Task<Backfill> BackfillAsync(string program, ProgramState before, ProgramState after, CancellationToken ct)
    {
        var backfill = new Backfill([], [], []);
        if (before.Catalog.Versions.Count == 0) return backfill;
        var isMeasured = NewMeasures.Has(before.Catalog, after.Catalog);
        var isTallied = after.Catalog.HasChallenges && (isMeasured || !before.Catalog.HasChallenges);
        if (!isMeasured && !isTallied) return backfill;
        var readAt = (await store.ReadHeadAsync(ct)).Position;
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var measuring = new MeasuringAgain(before.Catalog, after.Catalog);
        var tallied = new List<ContestOrder>();
        await foreach (var recorded in RecordedOrders.ReadAsync(connection, [program], ct))
        {
            if (isMeasured) measuring.Add(recorded.Order);
            if (isTallied) tallied.Add(ContestOrder.Of(after.Catalog, recorded.Order));
        }

        await MeasureAsync(connection, after, measuring.Result(await RecordedOrders.MergedAsync(connection, program, ct)), backfill, ct);
        backfill.Commands.AddRange(tallied.Chunk(TalliesMax).Select(chunk => ContestTable.Save(chunk)!));
        backfill.Commands.Add(ContestTable.CheckLog(program, readAt, null));
        return backfill;
    }

    private async Task MeasureAsync(
        NpgsqlConnection connection, ProgramState after, IReadOnlyDictionary<string, IReadOnlyList<ScopeMeasurement>> measured,
            Backfill backfill, CancellationToken ct)
    {
        if (measured.Count == 0) return;
        var program = after.Catalog.Program;
        await cache.LoadAccountsAsync(
            connection, [.. measured.Keys.Select(account => new NeededAccount(new AccountKey(program, account)))], ct);
        foreach (var (id, measurements) in measured.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var loaded = cache.Account(program, id)!;
            // Another process merged the account between reading the orders and loading the account.
            if (loaded.Account.MergedInto is not null
                || measurements.Any(one => one.RecordedFor is { } alias && !loaded.Account.Answers(alias)))
            {
                throw new StreamConflictException([(program, Streams.Account(id))]);
            }

            var decision = Decider.Happened(
                Decisions.Decide(new LedgerState(after, loaded.Account), new MeasureScopes(measurements, now())), id);
            cache.Set(decision.After.Account!);
            backfill.Emitted.AddRange(decision.Happened);
            backfill.Touched.Add(loaded);
        }

        backfill.Commands.Add(
            AccountStateTable.Save(backfill.Touched, loaded => DueWork.NextAt(after.Catalog, loaded.Account, loaded.CarriedOutUntil)));
    }

    /// <summary>What a new version adds to orders and accounts recorded earlier.</summary>
    private sealed record Backfill(List<Emitted> Emitted, List<LoadedAccount> Touched, List<NpgsqlBatchCommand> Commands);
}
