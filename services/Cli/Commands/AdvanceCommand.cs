using System.CommandLine;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger advance</c>: moves a manual clock and waits until all work due by then is carried out.</summary>
internal static class AdvanceCommand
{
    public static Command Create(Screen screen)
    {
        var program = Connection.Program();
        var asOf = new Option<DateTimeOffset>("--as-of")
        {
            Description = "The time to go to, like 2012-01-01T00:00:00Z.",
            Required = true,
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (InstantJsonConverter.TryParse(result.Tokens.Count == 1 ? result.Tokens[0].Value : null, out var time)) return time;
                result.AddError("--as-of is a time with an offset, like 2012-01-01T00:00:00Z.");
                return default;
            },
        };
        var command = new Command("advance", "Move a program's manual clock and wait for the work due.") { program, asOf };
        command.Runs((parsed, cancellation) => RunAsync(parsed.GetValue(program)!, parsed.GetValue(asOf), parsed, screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        string program, DateTimeOffset asOf, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var advanced = client.Program(program);
        var latest = await advanced.AdvanceClockAsync(asOf, cancellation);
        var most = latest.Due;
        latest = await screen.FollowAsync("Advancing", () => new Progress(most - latest.Due, most), () =>
            advanced.UntilNothingIsDueAsync(latest, Look, screen.Time, cancellation));
        var at = latest.At is { } time ? InstantJsonConverter.Format(time) : "no time yet";
        await screen.AnswerAsync(parsed, latest, $"Program {program}: the clock is at {at} and nothing is due.");
        return ExitCode.Ok;

        void Look(ClockAnswer answer)
        {
            latest = answer;
            most = Math.Max(most, answer.Due);
        }
    }
}
