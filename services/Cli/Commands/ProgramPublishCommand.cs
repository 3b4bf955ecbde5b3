using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program publish</c>: drafts and publishes a program version. Repeating it changes nothing.</summary>
internal static class ProgramPublishCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The program version, a JSON file." }.AcceptExistingOnly();
        var clock = new Option<string?>("--clock")
        {
            Description = "manual: time moves with the facts and 'ledger advance'. wall: with the service's clock.",
        };
        clock.AcceptOnlyFromAmong("manual", "wall");
        var command = new Command("publish", "Publish a program version.") { file, clock };
        command.Runs((parsed, cancellation) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(clock), parsed, screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        FileInfo file, string? clock, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var document = await ProgramFile.ReadAsync(file, cancellation);
        using var client = parsed.Client(screen);
        var program = client.Program(document.Program);
        try
        {
            await program.DraftVersionAsync(document.Version, document.Text, clock, cancellation);
            var published = await program.PublishVersionAsync(document.Version, cancellation);
            var sentence = $"Program {published.Program}, version {published.Version}: {published.Status}.";
            await screen.AnswerAsync(parsed, published, sentence);
            return ExitCode.Ok;
        }
        catch (LedgerException refusal) when (refusal.Problem.Errors is { Count: > 0 } && !parsed.IsJson())
        {
            foreach (var error in refusal.Problem.Errors)
            {
                await screen.Error.WriteLineAsync($"{file.Name}: {error.Path}: {error.Message} ({error.Code})");
            }
            return ExitCode.Failed;
        }
    }
}
