using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program show</c>: what the service knows of a program.</summary>
internal static class ProgramShowCommand
{
    public static Command Create(Screen screen)
    {
        var id = new Argument<string>("ID") { Description = "Id of the program." };
        var command = new Command("show", "Show a program of the service, as JSON.") { id };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var program = await client.GetAsync<JsonElement>(Paths.Program(parsed.GetValue(id)!), cancellation);
            await screen.AnswerAsync(parsed, program, program.ToReadable());
            return ExitCode.Ok;
        });
        return command;
    }
}
