using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program budget</c>: shows the use of a program's budget.</summary>
internal static class ProgramBudgetCommand
{
    public static Command Create(Screen screen)
    {
        var id = Connection.ProgramId();
        var command = new Command("budget", "Show how far the periods of a program's budget are used, as JSON.") { id };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var budget = await client.Program(parsed.GetValue(id)!).ReadAsync<JsonElement>("budget", cancellation);
            await screen.AnswerAsync(parsed, budget, budget.ToReadable());
            return ExitCode.Ok;
        });
        return command;
    }
}
