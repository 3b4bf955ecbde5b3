using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger rejected list</c>: one JSON object per line, the original payload included.</summary>
internal static class RejectedListCommand
{
    public static Command Create(Screen screen)
    {
        var program = Connection.Program();
        var limit = new Option<int>("--limit")
        {
            Description = "The most facts to show.",
            DefaultValueFactory = _ => int.MaxValue,
            HelpName = "N",
        };
        var command = new Command("list", "List rejected facts, one JSON object per line.") { program, limit };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var all = client.Program(parsed.GetValue(program)!).RejectedAsync(cancellation);
            await foreach (var item in all.Take(parsed.GetValue(limit)))
            {
                await screen.Output.WriteLineAsync(item.ToLine());
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
