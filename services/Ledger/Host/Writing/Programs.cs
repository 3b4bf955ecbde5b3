using System.Collections.Concurrent;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>The programs, folded from their streams. All are in memory, because there are few and every fact needs one.</summary>
public sealed class Programs(NpgsqlDataSource dataSource, EventStore store)
{
    private readonly ConcurrentDictionary<string, ProgramState> states = new(StringComparer.Ordinal);

    /// <summary>All programs known.</summary>
    public IReadOnlyCollection<ProgramState> All => [.. states.Values];

    /// <summary>A program; null when it has no stream.</summary>
    public ProgramState? Find(string program) => states.GetValueOrDefault(program);

    /// <summary>Reads every program's stream.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var names = new List<string>();
        await using (var command = dataSource.CreateCommand("select tenant_id from mt_streams where type = 'program'"))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
        }

        foreach (var name in names) await ReloadAsync(name, ct);
    }

    /// <summary>Reads one program's stream anew.</summary>
    public async Task<ProgramState?> ReloadAsync(string program, CancellationToken ct)
    {
        if (await ReadAsync(program, ct) is not { } state) return null;
        states[program] = state;
        return state;
    }

    /// <summary>
    /// A program as its stream is now, whichever process changed it; null when it has no stream. The copy in memory is not changed.
    /// </summary>
    public async Task<ProgramState?> ReadAsync(string program, CancellationToken ct)
    {
        var state = ProgramState.Empty(program);
        await foreach (var stored in store.ReadStreamAsync(program, Streams.Program(program), 0, ct))
        {
            state = state.After(StoredEvents.Read(stored.Type, stored.Data));
        }

        return state.StreamVersion == 0 ? null : state;
    }

    /// <summary>Reads again those programs whose streams are among the given ones, because another process has changed them.</summary>
    public async Task ReloadAsync(IEnumerable<(string Tenant, string StreamId)> streams, CancellationToken ct)
    {
        foreach (var (program, stream) in streams.ToList())
        {
            if (stream == Streams.Program(program)) await ReloadAsync(program, ct);
        }
    }

    /// <summary>Reads those of the named programs that are not in memory, because another process may have created them.</summary>
    public async Task FindNewAsync(IEnumerable<string> named, CancellationToken ct)
    {
        foreach (var program in named.Where(program => !states.ContainsKey(program)).Distinct(StringComparer.Ordinal).ToList())
        {
            await ReloadAsync(program, ct);
        }
    }

    /// <summary>The command that makes the append fail when programs are not as they are in memory, for the append's transaction.</summary>
    internal NpgsqlBatchCommand Check(IEnumerable<string> named)
    {
        var known = named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(program => states[program]).ToList();
        return new NpgsqlBatchCommand("select ledger_check_programs($1, $2, $3)")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. known.Select(state => state.Catalog.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. known.Select(state => Streams.Program(state.Catalog.Program))] },
                new NpgsqlParameter<long[]> { TypedValue = [.. known.Select(state => state.StreamVersion)] },
            },
        };
    }

    internal void Set(ProgramState state) => states[state.Catalog.Program] = state;
}
