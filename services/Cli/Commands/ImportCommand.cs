using System.CommandLine;
using Ledger.Cli.Import;
using Ledger.Cli.Import.Doors;
using Ledger.Cli.Import.Ndjson;
using Ledger.Cli.Import.Retail;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger import</c>: sends the orders of a file to the ledger. Importing a file again changes nothing.</summary>
internal static class ImportCommand
{
    private const string Retail = "online-retail";
    private const string Ndjson = "ndjson";

    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file, plain or gzip." }.AcceptExistingOnly();
        var program = Connection.Program();
        var profile = new Option<string>("--profile") { Description = "How the file is read: a wholesaler's invoice lines (CSV), or one order fact per line.", Required = true };
        profile.AcceptOnlyFromAmong(Retail, Ndjson);
        var via = new Option<string>("--via") { Description = "http, or bus with the broker of LEDGER_RABBITMQ.", DefaultValueFactory = _ => "http" };
        via.AcceptOnlyFromAmong("http", "bus");
        var report = new Option<FileInfo?>("--report") { Description = "Where to write what was imported, as JSON.", HelpName = "FILE" };
        var source = new Option<string>("--source") { Description = "Name of the order system, for online-retail.", DefaultValueFactory = _ => Retail };
        var currency = new Option<string?>("--currency") { Description = "Currency of the orders, for online-retail. Else the program's." };
        var lanes = new Option<int>("--lanes") { Description = "Requests or messages under way at once.", DefaultValueFactory = _ => 4 };
        lanes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64) result.AddError("--lanes is a number from 1 to 64.");
        });
        var command = new Command("import", "Import a file of orders.") { file, program, profile, via, report, source, currency, lanes };
        command.SetAction((parsed, cancellation) => RunAsync(
            new Settings(
                parsed.GetValue(file)!,
                parsed.GetValue(program)!,
                parsed.GetValue(profile)!,
                parsed.GetValue(via)!,
                parsed.GetValue(report),
                parsed.GetValue(source)!,
                parsed.GetValue(currency),
                parsed.GetValue(lanes)),
            parsed,
            screen,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var begun = screen.Time.GetTimestamp();
        using var client = parsed.Client(screen);
        var facts = await ReadAsync(settings, client, cancellation);
        var tally = new Tally();
        await using var broker = settings.Via == "bus" ? await Broker.ConnectAsync(cancellation) : null;
        var door = broker is null
            ? (IDoor)new HttpDoor(client, settings.Program, tally)
            : await BusAsync(broker, client, settings, tally, parsed.Patience(), screen.Time, cancellation);
        var run = new ImportRun(facts, door, tally, settings.Lanes, screen);
        IntakeCounts outcome;
        try
        {
            outcome = await run.RunAsync(cancellation);
        }
        catch (Exception failure) when (failure is CliFailure or ServiceRefusal)
        {
            throw new CliFailure($"{failure.Message}\nThe import is not complete: {run.HowFar()}.");
        }

        var unreadable = facts.Unreadable.Count;
        var report = new ImportReport(
            settings.Program,
            settings.Profile,
            settings.Via,
            (facts as RetailFacts)?.Counts,
            facts.Count + unreadable,
            outcome.All + unreadable,
            outcome with { Rejected = outcome.Rejected + unreadable },
            Math.Round(screen.Time.GetElapsedTime(begun).TotalSeconds, 3),
            [.. facts.Unreadable.Concat(tally.Problems).OrderBy(problem => problem.Fact).Take(100)]);
        if (settings.Report is not null) await Files.WriteWholeAsync(settings.Report.FullName, async stream => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(report.ToJson()), cancellation));
        await ImportSummary.WriteAsync(report, screen);
        return report.Lost == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<IFacts> ReadAsync(Settings settings, LedgerClient client, CancellationToken cancellation)
    {
        if (settings.Profile == Ndjson) return new NdjsonFacts(settings.File.FullName);
        var currency = settings.Currency ?? (await client.GetAsync<ProgramAnswer>(Paths.Program(settings.Program), cancellation)).Currency
            ?? throw new CliFailure($"The service does not say the currency of program {settings.Program}: give --currency.");
        await using var input = InputFile.Open(settings.File.FullName);
        return RetailFacts.From(input, new RetailNaming(settings.Program, settings.Source, currency));
    }

    private static async Task<BusDoor> BusAsync(
        Broker broker, LedgerClient client, Settings settings, Tally tally, Patience patience, TimeProvider time, CancellationToken cancellation)
    {
        var watch = new IntakeWatch(client, settings.Program, tally, patience, time);
        await watch.BeginAsync(cancellation);
        return new BusDoor(broker.Bus, watch, patience, time);
    }

    private sealed record Settings(FileInfo File, string Program, string Profile, string Via, FileInfo? Report, string Source, string? Currency, int Lanes);
}
