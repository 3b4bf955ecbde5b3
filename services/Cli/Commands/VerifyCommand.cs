using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.Commands;

/// <summary>
/// <c>ledger verify</c>: makes the service recompute the log's chain and compare it with everything derived from it, and with chain values
/// recorded elsewhere, such as those at the foot of statements.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create(Screen screen)
    {
        var published = new Option<string[]>("--published")
        {
            Description = "A chain value that was kept elsewhere, with its position; several may be given.",
            HelpName = "POSITION:CHAIN",
            DefaultValueFactory = _ => [],
        };
        published.Validators.Add(given =>
        {
            if (given.Tokens.Any(token => PublishedOf(token.Value) is null))
            {
                given.AddError("--published is a position and a chain value of 64 hexadecimal digits: 4711:0f3a…");
            }
        });
        var command = new Command("verify", "Check that the log is as it was written.") { published };
        command.Runs((parsed, cancellation) => RunAsync(parsed, parsed.GetValue(published)!, screen, cancellation));
        return command;
    }

    private static PublishedChain? PublishedOf(string text) =>
        text.Split(':') is [var position, { Length: 64 } chain] && chain.All(char.IsAsciiHexDigit)
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read > 0
            ? new PublishedChain(read, chain.ToLowerInvariant())
            : null;

    private static async Task<ExitCode> RunAsync(ParseResult parsed, string[] published, Screen screen, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var values = published.Select(PublishedOf).OfType<PublishedChain>().ToList();
        await Waiting.StartAsync(
            () => client.StartVerificationAsync(values.Count == 0 ? null : values, cancellation), screen, mayRun: values.Count == 0);
        var result = await screen.FollowJobAsync(
            "Verifying", () => client.GetVerificationAsync(cancellation), job => (job.State, new Progress(job.Done, job.Total)),
            cancellation);
        if (parsed.IsJson() && result.State == Waiting.Done)
        {
            await screen.Output.WriteLineAsync(Answering.LineOf(result));
            return result.Ok is true ? ExitCode.Ok : ExitCode.Failed;
        }

        foreach (var finding in result.Findings)
        {
            await screen.Output.WriteLineAsync($"Position {finding.Position}: {finding.Sentence} ({finding.Code})");
        }
        if (result.State != Waiting.Done) throw new CliFailure($"The check did not end: {result.Message ?? result.State}.");
        if (result.Ok is not true)
        {
            await screen.Error.WriteLineAsync($"The log is not as it was written: {result.Findings.Count} findings.");
            return ExitCode.Failed;
        }

        await screen.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"The log is as it was written: {result.Events:N0} events in {result.Batches:N0} batches, chain {result.Chain}."));
        return ExitCode.Ok;
    }
}
