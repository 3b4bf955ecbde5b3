using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger wait</c>: waits until the projections have caught up with the log.</summary>
internal static class WaitCommand
{
    public static Command Create(Screen screen)
    {
        var position = new Option<long?>("--position")
        {
            Description = "Wait for this position of the log. Else for its head as it is now.",
            HelpName = "N",
        };
        var command = new Command("wait", "Wait until the projections have caught up.") { position };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var reached = await client.ForProjectionsAsync(parsed.GetValue(position), screen, cancellation);
            await screen.AnswerAsync(parsed, new { position = reached }, $"All projections are at position {reached} or later.");
            return ExitCode.Ok;
        });
        return command;
    }
}
