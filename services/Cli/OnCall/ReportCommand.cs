using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Commands;
using Ledger.Cli.Terminal;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary><c>ledger report</c>: shows a program or the service at a glance, from the public API's answers.</summary>
internal static class ReportCommand
{
    public static Command Create(Screen screen)
    {
        var command = new Command("report", "Show a program or the service at a glance, and the reports for finance.")
        {
            Balances(screen),
            Tiers(screen),
            Books(screen),
            Rejected(screen),
            Integrity(screen),
        };
        foreach (var report in ServiceReport.All) command.Add(FinanceReportCommand.Create(screen, report));
        return command;
    }

    private static Command Balances(Screen screen)
    {
        var top = new Option<int>("--top")
        {
            Description = "How many of the largest wallets of each unit to show.",
            DefaultValueFactory = _ => 5,
            HelpName = "N",
        };
        top.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 0 or > 1_000) given.AddError("--top is a number from 0 to 1000.");
        });
        return Of(screen, "balances", "Sum all wallets by unit, and show the largest ones.", [top], async (parsed, program, ct) =>
        {
            var report = await BalancesReport.ReadAsync(program, parsed.GetValue(top), ct);
            return (report, report.View(), ExitCode.Ok);
        });
    }

    private static Command Tiers(Screen screen) => Of(
        screen, "tiers", "Count the accounts with an order by their tier.", [], async (_, program, ct) =>
        {
            var report = await TiersReport.ReadAsync(program, ct);
            return (report, report.View(), ExitCode.Ok);
        });

    private static Command Books(Screen screen) => Of(
        screen, "books", "Show the books of the double entry and their sums; exit code 1 if a sum is not zero.", [],
        async (_, program, ct) =>
        {
            var answer = await program.AskAsync<TrialBalanceAnswer>(LedgerPaths.Report("trial-balance"), ct);
            var isZero = answer.Value.Sums.All(sum => sum.Amount == 0);
            return (answer.Json, IntegrityOutput.Of(answer.Value), isZero ? ExitCode.Ok : ExitCode.Failed);
        });

    private static Command Rejected(Screen screen) => Of(
        screen, "rejected", "Count the refused facts that were not submitted again, by code.", [], async (_, program, ct) =>
        {
            var report = await RejectedReport.ReadAsync(program, ct);
            return (report, report.View(), ExitCode.Ok);
        });

    private static Command Integrity(Screen screen)
    {
        var command = new Command(
            "integrity",
            "Show the head of the log, and how far views and messages are behind; exit code 1 if one stands still with a fault.");
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var answer = await client.AskAsync<IntegrityAnswer>(LedgerPaths.Integrity, cancellation);
            await WriteAsync(screen, parsed, answer.Json, IntegrityOutput.Of(answer.Value));
            return answer.Value.Projections.All(projection => projection.Fault is null) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static Command Of(
        Screen screen, string name, string description, IEnumerable<Option> options,
        Func<ParseResult, LedgerProgram, CancellationToken, Task<(object Json, IEnumerable<IRenderable> Parts, ExitCode Ends)>> read)
    {
        var program = Connection.Program();
        var command = new Command(name, description) { program };
        foreach (var option in options) command.Add(option);
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var (json, parts, ends) = await read(parsed, client.Program(parsed.GetValue(program)!), cancellation);
            await WriteAsync(screen, parsed, json, parts);
            return ends;
        });
        return command;
    }

    private static async Task WriteAsync(Screen screen, ParseResult parsed, object json, IEnumerable<IRenderable> parts)
    {
        if (parsed.IsJson()) await screen.Output.WriteLineAsync(json is JsonElement own ? own.ToLine() : Answering.LineOf(json));
        else screen.Show(parts);
    }
}
