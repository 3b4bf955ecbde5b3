using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program publish</c>: hands over a program version and puts it in force. Doing it again changes nothing.</summary>
internal static class ProgramPublishCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The program version, a JSON file." }.AcceptExistingOnly();
        var clock = new Option<string?>("--clock") { Description = "manual: time moves with the facts and 'ledger advance'. wall: with the service's clock." };
        clock.AcceptOnlyFromAmong("manual", "wall");
        var command = new Command("publish", "Publish a program version.") { file, clock };
        command.Runs((parsed, cancellation) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(clock), parsed, screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        FileInfo file, string? clock, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var document = await ProgramDocument.ReadAsync(file, cancellation);
        using var client = parsed.Client(screen);
        var path = Paths.Version(document.Program, document.Version);
        try
        {
            var draft = clock is null ? path : $"{path}?clock={clock}";
            await client.SendAsync<JsonElement>(HttpMethod.Put, draft, Body(document), cancellation);
            var published = await client.PostAsync<PublishAnswer>($"{path}/publish", new { }, cancellation);
            var sentence = $"Program {published.Program}, version {published.Version}: {published.Status}.";
            await screen.AnswerAsync(parsed, published, sentence);
            return ExitCode.Ok;
        }
        catch (ServiceRefusal refusal) when (refusal.Errors.Count > 0 && !parsed.IsJson())
        {
            foreach (var error in refusal.Errors) await screen.Error.WriteLineAsync($"{file.Name}: {error.Path}: {error.Message} ({error.Code})");
            return ExitCode.Failed;
        }
    }

    private static ByteArrayContent Body(ProgramDocument document) =>
        new(document.Text) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
