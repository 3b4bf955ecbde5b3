using System.Text.Json;
using Ledger.Rules.Domain;

namespace Ledger.Cli.Service;

/// <summary>
/// The published versions of a program, read by the rules that the service reads them by. So the command line knows what a program has and
/// when its work falls due without a second description of either.
/// </summary>
internal static class PublishedVersions
{
    private const string Draft = "draft";
    private const string Retired = "retired";

    /// <summary>Fetches all versions, drafts left out.</summary>
    /// <exception cref="ServiceRefusal">There is no such program, or the key may not read it.</exception>
    /// <exception cref="CliFailure">A version cannot be read: the service is of a newer build than this command line.</exception>
    public static async Task<ProgramCatalog> CatalogAsync(this LedgerClient client, string program, CancellationToken cancellation)
    {
        var catalog = ProgramCatalog.Empty(program);
        var versions = await client.GetAsync<VersionsAnswer>(Paths.Versions(program), cancellation);
        foreach (var item in versions.Items.Where(item => item.Status != Draft))
        {
            var answer = await client.GetAsync<VersionAnswer>(Paths.Version(program, item.Version), cancellation);
            var parsed = ProgramParser.Parse(answer.Document);
            if (parsed.Version is not { } version)
            {
                var (path, sentence) = (parsed.Errors[0].Path, parsed.Errors[0].Message);
                throw new CliFailure(
                    $"Version {item.Version} of program {program} cannot be read, at {path}: {sentence} "
                    + "Is this command line of the same build as the service?");
            }

            catalog = catalog.With(version);
            if (item.Status == Retired) catalog = catalog.Retire(version.Version);
        }

        return catalog;
    }
}

/// <summary>The versions of a program.</summary>
internal sealed record VersionsAnswer(IReadOnlyList<VersionItem> Items);

/// <summary>One of them.</summary>
/// <param name="Status">draft, published or retired.</param>
internal sealed record VersionItem(long Version, string Status);

/// <summary>A version as it was published.</summary>
internal sealed record VersionAnswer(JsonElement Document);
