using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program id</c>: prints the id of the program in a file, for scripts.</summary>
internal static class ProgramIdCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The program version, a JSON file." }.AcceptExistingOnly();
        var command = new Command("id", "Print the program's id from a file.") { file };
        command.Runs(async (parsed, cancellation) =>
        {
            var document = await ProgramFile.ReadAsync(parsed.GetValue(file)!, cancellation);
            await screen.AnswerAsync(parsed, new { program = document.Program, version = document.Version }, document.Program);
            return ExitCode.Ok;
        });
        return command;
    }
}
