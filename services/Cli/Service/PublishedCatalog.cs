using Ledger.Client;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.States;

namespace Ledger.Cli.Service;

/// <summary>
/// Reads the published versions of a program with the service's own parser, so that the command line computes a program's sections and due
/// times by the same code as the service.
/// </summary>
internal static class PublishedCatalog
{
    /// <summary>Fetches all versions, drafts left out.</summary>
    /// <exception cref="LedgerException">The program does not exist, or the key lacks the scope.</exception>
    /// <exception cref="CliFailure">A version cannot be read: the service is of a newer build than this command line.</exception>
    public static async Task<ProgramCatalog> CatalogAsync(this LedgerProgram program, CancellationToken cancellation)
    {
        var catalog = ProgramCatalog.Empty(program.Id);
        var versions = await program.GetVersionsAsync(cancellation);
        foreach (var item in versions.Items.Where(item => item.Status != VersionStateNames.Draft))
        {
            var answer = await program.GetVersionAsync(item.Version, cancellation);
            var parsed = ProgramParser.Parse(answer.Document);
            if (parsed.Version is not { } version)
            {
                var (path, sentence) = (parsed.Errors[0].Path, parsed.Errors[0].Message);
                throw new CliFailure(
                    $"Version {item.Version} of program {program.Id} cannot be read, at {path}: {sentence} "
                    + "Is this command line of the same build as the service?");
            }

            catalog = catalog.With(version);
            if (item.Status == VersionStateNames.Retired) catalog = catalog.Retire(version.Version);
        }

        return catalog;
    }
}
