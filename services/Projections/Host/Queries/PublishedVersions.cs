using System.Text.Json;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.States;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>Reads a program's published versions and parses them.</summary>
internal static class PublishedVersions
{
    /// <summary>Selects the versions of the program $1 that are published or retired, in the order of publishing.</summary>
    public static string Select(string schema) =>
        $"select version, state, document from {schema}.versions where program = $1 and state <> '{VersionStateNames.Draft}' "
        + "order by number";

    /// <param name="select">The command of <see cref="Select"/>; it is disposed.</param>
    /// <exception cref="InvalidOperationException">A published version cannot be parsed.</exception>
    public static async Task<ProgramCatalog> ReadAsync(NpgsqlCommand select, string program, CancellationToken ct)
    {
        var versions = await select.ListAsync(
            row => (Version: row.GetInt32(0), State: VersionStateNames.Of(row.GetString(1)), Document: row.GetString(2)), ct);
        var catalog = ProgramCatalog.Empty(program);
        foreach (var version in versions)
        {
            using var document = JsonDocument.Parse(version.Document);
            var parsed = ProgramParser.Parse(document.RootElement);
            catalog = catalog.With(parsed.Version ?? throw new InvalidOperationException(
                $"Version {version.Version} of program {program} was published and cannot be read: {parsed.Errors[0]}."));
        }

        return versions.Where(version => version.State == VersionState.Retired)
            .Aggregate(catalog, (all, version) => all.Retire(version.Version));
    }
}
