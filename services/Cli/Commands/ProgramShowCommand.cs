using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program show</c>: shows a program as the service has it.</summary>
internal static class ProgramShowCommand
{
    public static Command Create(Screen screen)
    {
        var id = Connection.ProgramId();
        var command = new Command("show", "Show a program of the service, as JSON.") { id };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var program = (await client.Program(parsed.GetValue(id)!).AskAsync<JsonElement>("", cancellation)).Json;
            await screen.AnswerAsync(parsed, program, program.ToReadable());
            return ExitCode.Ok;
        });
        return command;
    }
}
