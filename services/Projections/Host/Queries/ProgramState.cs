using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Projections.Domain;
using Ledger.Rules.Domain;

namespace Ledger.Projections.Host;

/// <summary>A program as queries need it.</summary>
/// <param name="ClockAt">Every account's clock is at least this.</param>
internal sealed record ProgramState(string Program, ProgramCatalog Catalog, DateTimeOffset? ClockAt)
{
    /// <summary>Minor digits of the program's money; all versions have one currency.</summary>
    public int MinorDigits => Catalog.Versions.Count == 0 ? 2 : Catalog.Versions[^1].MinorDigits;

    public DateTimeOffset ClockOf(AccountRow account) => ClockAt > account.Clock ? ClockAt.Value : account.Clock;
}

/// <summary>Programs with their parsed versions: parsed once and then kept until a version changes.</summary>
internal sealed class ProgramCache
{
    private readonly ConcurrentDictionary<string, (int Generation, long Revision, ProgramCatalog Catalog)> catalogs = new(StringComparer.Ordinal);

    /// <summary>The program, or null if there is none of that name.</summary>
    public async Task<ProgramState?> FindAsync(Snapshot snapshot, string program, CancellationToken ct)
    {
        var rows = await snapshot.Command($"select revision, clock_at from {snapshot.Schema}.programs where program = $1", Snapshot.Value(program))
            .ListAsync(row => (Revision: row.GetInt64(0), ClockAt: row.AtOrNull(1)), ct);
        if (rows is not [var (revision, clockAt)]) return null;
        if (!catalogs.TryGetValue(program, out var known) || known.Generation != snapshot.Generation || known.Revision != revision)
        {
            known = (snapshot.Generation, revision, await ReadAsync(snapshot, program, ct));
            catalogs[program] = known;
        }

        return new ProgramState(program, known.Catalog, clockAt);
    }

    private static async Task<ProgramCatalog> ReadAsync(Snapshot snapshot, string program, CancellationToken ct)
    {
        var versions = await snapshot.Command(
                $"select version, state, document from {snapshot.Schema}.versions where program = $1 and state <> '{ProgramView.Draft}' order by number", Snapshot.Value(program))
            .ListAsync(row => (Version: row.GetInt32(0), State: row.GetString(1), Document: row.GetString(2)), ct);
        var catalog = ProgramCatalog.Empty(program);
        foreach (var version in versions)
        {
            using var document = JsonDocument.Parse(version.Document);
            var parsed = ProgramParser.Parse(document.RootElement);
            catalog = catalog.With(parsed.Version ?? throw new InvalidOperationException($"Version {version.Version} of program {program} was published and cannot be read: {parsed.Errors[0]}."));
        }

        return versions.Where(version => version.State == ProgramView.Retired).Aggregate(catalog, (all, version) => all.Retire(version.Version));
    }
}
