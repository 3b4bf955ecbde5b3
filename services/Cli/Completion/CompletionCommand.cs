using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Completion;

/// <summary><c>ledger completion</c>: the script that makes a shell complete this command line.</summary>
internal static class CompletionCommand
{
    public static Command Create(RootCommand root, Screen screen)
    {
        var shell = new Argument<string>("SHELL") { Description = $"{string.Join(", ", CompletionScripts.ByShell.Keys)}." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.ByShell.Keys]);
        var command = new Command("completion", "Print the script that makes a shell complete 'ledger'.") { shell };
        command.Runs(async (parsed, _) =>
        {
            var name = parsed.GetValue(shell)!;
            var script = CompletionScripts.ByShell[name](CompletionPlace.Of(root));
            if (parsed.IsJson()) await screen.Output.WriteLineAsync(Answering.LineOf(new { shell = name, script }));
            else await screen.Output.WriteAsync(script);
            return ExitCode.Ok;
        });
        return command;
    }
}
