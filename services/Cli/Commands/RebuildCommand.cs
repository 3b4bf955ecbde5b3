using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger rebuild</c>: makes the service rebuild its projections from the log, beside the live ones.</summary>
internal static class RebuildCommand
{
    public static Command Create(Screen screen)
    {
        var command = new Command("rebuild", "Make the projections anew from the log.");
        command.Runs((parsed, cancellation) => RunAsync(parsed, screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        await Waiting.StartAsync(() => client.StartRebuildAsync(cancellation), screen, mayRun: true);
        var result = await screen.FollowJobAsync(
            "Rebuilding", () => client.GetRebuildAsync(cancellation), job => (job.State, new Progress(job.Done, job.Total)), cancellation);
        if (result.State != Waiting.Done)
        {
            throw new CliFailure($"The rebuild did not end: {result.State}. The live projections are as they were.");
        }

        await screen.AnswerAsync(parsed, result, string.Create(
            CultureInfo.InvariantCulture,
            $"The projections are made anew from {result.Done:N0} events, {result.EventsPerSecond:N0} a second."));
        return ExitCode.Ok;
    }
}
