using System.CommandLine;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Client;
using Ledger.Rules.Domain.Program;

namespace Ledger.Cli.Commands;

/// <summary>
/// <c>ledger export</c>: the exports of a program (domain.md §6, mechanics.md §12), read after the projections have caught up with the log.
/// </summary>
internal static class ExportCommand
{
    private static readonly string[] OfEveryProgram = ["balances", "standings", "rebates", "entitlements"];

    // Exports that a program has only if any published version has a certain section.
    private static readonly (string Name, Func<ProgramVersion, bool> Has)[] OfSections =
    [
        ("members", of => of.Segments.Count > 0 || of.Perks.Count > 0 || of.Memberships.Count > 0 || of.Activities.Count > 0),
        ("grants", of => of.Milestones.Count > 0 || of.Challenges.Count > 0 || of.Draws.Count > 0),
        ("challenges", of => of.Challenges.Count > 0),
        ("partners", of => of.Partners.Count > 0),
    ];

    public static Command Create(Screen screen)
    {
        var program = Connection.Program();
        var folder = new Option<DirectoryInfo>("--out", "-o")
        {
            Description = "Folder to write to; created if missing.",
            Required = true,
            HelpName = "DIR",
        };
        var command = new Command(
            "export",
            "Write balances, standings, rebates and entitlements as CSV, and members, grants, challenges and partners where the "
            + "program has "
            + "them.")
        {
            program, folder,
        };
        command.Runs((parsed, cancellation) => RunAsync(parsed.GetValue(program)!, parsed.GetValue(folder)!, parsed, screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        string program, DirectoryInfo folder, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var exported = client.Program(program);
        var catalog = await exported.CatalogAsync(cancellation);
        var position = await client.ForProjectionsAsync(null, screen, cancellation);
        client.Observe(position);
        var sections = OfSections.Where(export => catalog.Versions.Any(export.Has)).Select(export => export.Name);
        foreach (var name in OfEveryProgram.Concat(sections))
        {
            var path = Path.Combine(folder.FullName, $"{name}.csv");
            await Files.WriteWholeAsync(path, stream => exported.DownloadAsync(LedgerPaths.Export(name), stream, cancellation));
            await screen.AnswerAsync(parsed, new { export = name, path, position }, path);
        }

        return ExitCode.Ok;
    }
}
