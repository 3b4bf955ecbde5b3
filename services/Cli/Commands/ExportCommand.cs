using System.CommandLine;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger export</c>: the four exports of a program (domain.md §6), as they are once the projections have caught up.</summary>
internal static class ExportCommand
{
    private static readonly string[] Exports = ["balances", "standings", "rebates", "entitlements"];

    public static Command Create(Screen screen)
    {
        var program = Connection.Program();
        var folder = new Option<DirectoryInfo>("--out", "-o") { Description = "Folder to write to; made if missing.", Required = true, HelpName = "DIR" };
        var command = new Command("export", "Write balances, standings, rebates and entitlements as CSV.") { program, folder };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(program)!, parsed.GetValue(folder)!, parsed, screen, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string program, DirectoryInfo folder, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var position = await client.ForProjectionsAsync(null, screen, cancellation);
        foreach (var name in Exports)
        {
            var path = Path.Combine(folder.FullName, $"{name}.csv");
            await Files.WriteWholeAsync(path, stream => client.DownloadAsync(Paths.Export(program, name, position), stream, cancellation));
            await screen.Output.WriteLineAsync(path);
        }

        return ExitCode.Ok;
    }
}
