using System.CommandLine;
using Ledger.Cli.Commands;
using Ledger.Cli.Completion;
using Ledger.Cli.Database;
using Ledger.Cli.Draws;
using Ledger.Cli.Keys;
using Ledger.Cli.OnCall;
using Ledger.Cli.Terminal;

namespace Ledger.Cli;

/// <summary>The whole command line: its commands, and the reporting of failures.</summary>
internal static class App
{
    /// <summary>All commands with their options. Completion scripts and tests use this list.</summary>
    public static RootCommand Root(Screen screen)
    {
        var root = new RootCommand("The points ledger: programs, orders, balances.")
        {
            Connection.Url,
            Connection.Key,
            Connection.PatienceSeconds,
            Answering.Json,
            ProgramCommand.Create(screen),
            AccountCommand.Create(screen),
            OrderCommand.Create(screen),
            TailCommand.Create(screen),
            ReportCommand.Create(screen),
            ImportCommand.Create(screen),
            AdvanceCommand.Create(screen),
            WaitCommand.Create(screen),
            ExportCommand.Create(screen),
            VerifyCommand.Create(screen),
            RebuildCommand.Create(screen),
            RejectedCommand.Create(screen),
            DrawsCommand.Create(screen),
            KeysCommand.Create(screen),
            DatabaseCommand.Create(screen),
        };
        root.Add(CompletionCommand.Create(root, screen));
        return root;
    }

    public static async Task<int> RunAsync(string[] arguments, Screen screen)
    {
        var parsed = Root(screen).Parse(arguments);
        if (parsed.Errors.Count > 0) return (int)await RefuseAsync(parsed, screen);
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = screen.Output, Error = screen.Error });
        }
        catch (Exception failure) when (CommandFailures.ExitCodeOf(failure) is { } exitCode)
        {
            await screen.Error.WriteLineAsync(
                parsed.IsJson() ? parsed.ProblemOf(failure, exitCode) : parsed.SentenceOf(failure));
            return (int)exitCode;
        }
    }

    private static async Task<ExitCode> RefuseAsync(ParseResult parsed, Screen screen)
    {
        var sentences = parsed.Errors.Select(error => error.Message);
        if (parsed.IsJson())
        {
            await screen.Error.WriteLineAsync(CommandFailures.ProblemOf(string.Join(' ', sentences), ExitCode.Usage));
            return ExitCode.Usage;
        }

        foreach (var sentence in sentences) await screen.Error.WriteLineAsync(sentence);
        await screen.Error.WriteLineAsync("'ledger --help' shows all commands, and --help after a command its options.");
        return ExitCode.Usage;
    }
}
