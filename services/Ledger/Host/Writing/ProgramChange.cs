using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Ledger.Domain;
using Ledger.Rules.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>
/// Decides a change of a program and appends it, alone. A version that brings scopes and what earlier orders come to in them are one append: a version
/// is never in force half-measured.
/// </summary>
/// <param name="now">The time that is recorded.</param>
internal sealed class ProgramChange(NpgsqlDataSource dataSource, EventStore store, Programs programs, StateCache cache, Func<DateTimeOffset> now)
{
    /// <summary>Carries the work out, from the start again when another process was first.</summary>
    /// <param name="appended">Told the log's last position, when something was appended.</param>
    public async Task<Outcome> CarryOutAsync(ProgramWork work, Action<long> appended, CancellationToken ct)
    {
        while (true)
        {
            var state = programs.Find(work.Program) ?? ProgramState.Empty(work.Program);
            var decision = work.Decide(state, now());
            if (decision.Events.Count == 0) return decision.Outcome;
            var after = decision.Events.Aggregate(state, (before, happened) => before.After(happened));
            try
            {
                appended(await AppendAsync(work.Program, state, after, decision, ct));
                programs.Set(after);
                return decision.Outcome;
            }
            catch (StreamConflictException)
            {
                cache.Forget();
                await programs.ReloadAsync(work.Program, ct);
            }
        }
    }

    private async Task<long> AppendAsync(string program, ProgramState before, ProgramState after, ProgramDecision decision, CancellationToken ct)
    {
        var scopes = NewScopes.Between(before.Catalog, after.Catalog);
        var isMeasured = scopes.Count > 0 && before.Catalog.Versions.Count > 0;
        var (emitted, touched) = isMeasured ? await MeasureAsync(program, after, scopes, ct) : (new List<Emitted>(), new List<LoadedAccount>());
        var appends = BatchAppends.Of(emitted, cache);
        appends.Add(new StreamAppend(program, Streams.Program(program), Streams.ProgramType, before.StreamVersion, [.. decision.Events.Select(StoredEvents.Of)]));
        var commands = touched.Count == 0 ? null : new List<NpgsqlBatchCommand> { AccountTable.Save(touched, account => DueWork.NextAt(after.Catalog, account)) };
        var appended = await store.AppendAsync(appends, commands, ct);
        cache.Committed(cache.Saved(touched), touched);
        return appended.LastPosition;
    }

    private async Task<(List<Emitted> Emitted, List<LoadedAccount> Touched)> MeasureAsync(
        string program, ProgramState after, IReadOnlyList<ScopeDefinition> scopes, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var measured = await ScopeBackfill.MeasureAsync(connection, after.Catalog, scopes, ct);
        await cache.LoadAccountsAsync(connection, [.. measured.Keys.Select(account => (program, account, (string?)null))], ct);
        var (emitted, touched) = (new List<Emitted>(), new List<LoadedAccount>());
        foreach (var (id, measurements) in measured.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var loaded = cache.Account(program, id)!;
            // Merged by another process since one of the two was read.
            if (loaded.Account.MergedInto is not null || measurements.Any(one => one.RecordedFor is { } alias && !loaded.Account.Answers(alias)))
            {
                throw new StreamConflictException([(program, Streams.Account(id))]);
            }

            var recorder = new Recorder(after, loaded.Account, now());
            foreach (var (scope, recordedFor, months) in measurements)
            {
                recorder.Emit(new ScopeMeasured(program, id, scope, months, loaded.Account.Clock, recorder.RecordedAt, recordedFor));
                loaded.Account.StreamVersion++;
            }

            emitted.AddRange(recorder.Emitted);
            touched.Add(loaded);
        }

        return (emitted, touched);
    }
}
