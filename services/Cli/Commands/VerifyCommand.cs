using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger verify</c>: has the service recompute the log's chain and compare everything derived from it.</summary>
internal static class VerifyCommand
{
    public static Command Create(Screen screen)
    {
        var command = new Command("verify", "Check that the log is as it was written.");
        command.Runs((parsed, cancellation) => RunAsync(parsed, screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var result = await client.FollowJobAsync(Paths.Verify, "Verifying", screen, cancellation);
        if (parsed.IsJson() && result.State == "done")
        {
            await screen.Output.WriteLineAsync(Answering.LineOf(result));
            return result.Ok is true ? ExitCode.Ok : ExitCode.Failed;
        }

        foreach (var finding in result.Findings ?? []) await screen.Output.WriteLineAsync($"Position {finding.Position}: {finding.Sentence} ({finding.Code})");
        if (result is not { State: "done" }) throw new CliFailure($"The check did not end: {result.Message ?? result.State}.");
        if (result.Ok is not true)
        {
            await screen.Error.WriteLineAsync($"The log is not as it was written: {result.Findings?.Count ?? 0} findings.");
            return ExitCode.Failed;
        }

        await screen.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The log is as it was written: {result.Events:N0} events in {result.Batches:N0} batches, chain {result.Chain}."));
        return ExitCode.Ok;
    }
}
