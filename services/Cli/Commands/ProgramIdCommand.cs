using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program id</c>: what program a file describes, for scripts.</summary>
internal static class ProgramIdCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The program version, a JSON file." }.AcceptExistingOnly();
        var command = new Command("id", "Print the program's id from a file.") { file };
        command.SetAction(async (parsed, cancellation) =>
        {
            await screen.Output.WriteLineAsync((await ProgramDocument.ReadAsync(parsed.GetValue(file)!, cancellation)).Program);
            return ExitCode.Ok;
        });
        return command;
    }
}
