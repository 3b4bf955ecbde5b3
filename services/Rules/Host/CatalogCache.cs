using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Host;

/// <summary>
/// A cache of catalogs with exactly the published versions that a request names, in the order of publishing. A catalog is read from the
/// program's stream when it is first needed; published versions never change, so the cache never becomes stale.
/// </summary>
public sealed class CatalogCache(EventStore store)
{
    private const int CatalogsMax = 256;
    private static readonly string Published = EventNames.Of(typeof(ProgramPublished));
    private readonly ConcurrentDictionary<(string Program, string Versions), ProgramCatalog> catalogs = new();

    /// <summary>The catalog; null when one of the versions is not in this process's log.</summary>
    public async ValueTask<ProgramCatalog?> FindAsync(string program, IReadOnlyList<int> versions, CancellationToken ct)
    {
        var key = (program, string.Join(',', versions.Order()));
        if (catalogs.TryGetValue(key, out var known)) return known;
        var catalog = ProgramCatalog.Empty(program);
        await foreach (var stored in store.ReadStreamAsync(program, Streams.Program(program), 0, ct))
        {
            if (stored.Type != Published) continue;
            var published = JsonSerializer.Deserialize<ProgramPublished>(stored.Data, Wire.Options)!;
            if (versions.Contains(published.Version)) catalog = catalog.With(Parsed(published));
        }

        if (versions.Any(version => !catalog.IsPublished(version))) return null;
        if (catalogs.Count >= CatalogsMax) catalogs.Clear();
        return catalogs.GetOrAdd(key, catalog);
    }

    private static ProgramVersion Parsed(ProgramPublished published) => ProgramParser.Parse(published.Document).Version
        ?? throw new InvalidOperationException($"Version {published.Version} of {published.Program} was published but does not parse.");
}
