using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program budget</c>: how far a program's budget is used.</summary>
internal static class ProgramBudgetCommand
{
    public static Command Create(Screen screen)
    {
        var id = new Argument<string>("ID") { Description = "Id of the program." };
        var command = new Command("budget", "Show how far the periods of a program's budget are used, as JSON.") { id };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var budget = await client.GetAsync<JsonElement>(Paths.Budget(parsed.GetValue(id)!), cancellation);
            await screen.AnswerAsync(parsed, budget, budget.ToReadable());
            return ExitCode.Ok;
        });
        return command;
    }
}
