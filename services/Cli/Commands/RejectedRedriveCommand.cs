using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ledger.Cli.Terminal;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger rejected redrive</c>: submits rejected facts again, after the reason is gone.</summary>
internal static class RejectedRedriveCommand
{
    public static Command Create(Screen screen)
    {
        var program = Connection.Program();
        var ids = new Argument<string[]>("ID") { Description = "Ids of rejected facts.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All rejected facts that are listed." };
        var command = new Command("redrive", "Submit rejected facts again.") { program, ids, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(ids) is { Length: > 0 }))
            {
                result.AddError("Give the ids of rejected facts, or --all.");
            }
        });
        command.Runs((parsed, cancellation) =>
            RunAsync(parsed.GetValue(program)!, parsed.GetValue(ids) ?? [], parsed, screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        string program, string[] ids, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var rejected = client.Program(program);
        if (ids.Length == 0) ids = await rejected.RejectedAsync(cancellation).Select(IdOf).ToArrayAsync(cancellation);
        var refused = 0;
        foreach (var id in ids)
        {
            try
            {
                var answer = await rejected.RedriveAsync(id, cancellation);
                await screen.AnswerAsync(parsed, new { id, answer }, $"{id}: {Answering.LineOf(answer)}");
            }
            catch (LedgerException refusal) when (!refusal.IsTransient)
            {
                refused++;
                await screen.Error.WriteLineAsync(
                    parsed.IsJson()
                        ? parsed.ProblemOf(refusal, CommandFailures.ExitCodeOf(refusal)!.Value)
                        : $"{id}: {parsed.SentenceOf(refusal)}");
            }
        }

        await (parsed.IsJson() ? screen.Error : screen.Output).WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{ids.Length - refused:N0} handed in again, {refused:N0} refused."));
        return refused == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string IdOf(JsonElement item) =>
        item.TryGetProperty("id", out var id) ? id.ToString() : throw new CliFailure("The service lists a rejected fact without an id.");
}
