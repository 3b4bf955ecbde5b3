using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ledger.Cli.Commands;
using Ledger.Cli.Terminal;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.OnCall;

/// <summary>
/// <c>ledger tail</c>: shows a program's events as they come, one line each. It requests the events after its cursor by long polling, so
/// after a broken connection or a restart of the service it pauses but neither loses nor repeats an event.
/// </summary>
internal static class TailCommand
{
    private const int PageMax = 500;

    // Less than the time limit of a request (Connection), so that waiting is not a failure.
    private const int WaitSeconds = 25;

    public static Command Create(Screen screen)
    {
        var program = Connection.Program();
        var types = new Option<string?>("--types")
        {
            Description = "Only these events, separated by commas; an asterisk stands for the rest of a name, as in tier_*.",
            HelpName = "A,B",
        };
        var after = new Option<long?>("--after")
        {
            Description = "Begin behind this position; 0: with the first event. Else with what comes from now on.",
            HelpName = "CURSOR",
        };
        after.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<long?>() < 0) given.AddError("--after is a position, 0 or more.");
        });
        var noFollow = new Option<bool>("--no-follow") { Description = "End at the end of the log instead of waiting for more." };
        var command = new Command("tail", "Show a program's events as they come, one line each, until Ctrl-C.")
        {
            program, types, after, noFollow,
        };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var tail = new Tail(
                client.Program(parsed.GetValue(program)!), parsed.GetValue(types), parsed.GetValue(noFollow) ? 0 : WaitSeconds);
            await tail.RunAsync(parsed.GetValue(after), ShowAsync, screen.Note, cancellation);
            return ExitCode.Ok;

            Task ShowAsync(JsonElement one) => screen.Output.WriteLineAsync(parsed.IsJson() ? one.ToLine() : EventLine.Of(one));
        });
        return command;
    }

    /// <summary>One run of the command.</summary>
    private sealed class Tail(LedgerProgram program, string? types, int waitSeconds)
    {
        /// <summary>Shows events until it is cancelled, or without waiting to the end of the log; finally shows the cursor.</summary>
        public async Task RunAsync(long? after, Func<JsonElement, Task> show, Action<string> note, CancellationToken cancellation)
        {
            string? cursor = null;
            try
            {
                // Reads the program even if the position is given, so that an unknown program is reported instead of showing no events.
                var here = await program.AskAsync<JsonElement>("", cancellation);
                cursor = (after ?? here.Position).ToString(CultureInfo.InvariantCulture);
                for (var isAtEnd = false; !(isAtEnd && waitSeconds == 0);)
                {
                    var page = await program.ReadAsync<FeedPage>(LedgerPaths.Events(cursor, PageMax, waitSeconds, types), cancellation);
                    foreach (var one in page.Events)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        await show(one);
                        cursor = one.GetProperty("position").GetString()!;
                    }

                    (cursor, isAtEnd) = (page.Next, page.End);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested && cursor is not null)
            {
                // The user ended the command.
            }
            finally
            {
                if (cursor is not null) note($"Go on with --after {cursor}");
            }
        }
    }

    /// <summary>Like <see cref="EventsAnswer"/>, with the events as JSON.</summary>
    private sealed record FeedPage(IReadOnlyList<JsonElement> Events, string Next, bool End);
}
