using System.CommandLine;
using Ledger.Cli.Import;
using Ledger.Cli.Import.Csv;
using Ledger.Cli.Import.Sending;
using Ledger.Cli.Import.Ndjson;
using Ledger.Cli.Import.Retail;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger import</c>: sends the facts of a file to the ledger. Importing a file again changes nothing.</summary>
internal static class ImportCommand
{
    private const string Retail = "online-retail";
    private const string Ndjson = "ndjson";
    private const string Csv = "csv";

    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file, plain or gzip." }.AcceptExistingOnly();
        var program = Connection.Program();
        var profile = new Option<string>("--profile")
        {
            Description = "How the file is read: one fact per line (JSON, with its type), CSV by a map of its columns, or a wholesaler's "
                + "invoice lines.",
            Required = true,
        };
        profile.AcceptOnlyFromAmong(Retail, Ndjson, Csv);
        var map = new Option<FileInfo>("--map")
        {
            Description = "Which columns become which members, as JSON, for csv.",
            HelpName = "FILE",
        };
        map.AcceptExistingOnly();
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Send nothing: show the first rows as they would be sent, and all that is wrong, for csv.",
        };
        var via = new Option<string>("--via")
        {
            Description = "http, or bus with the broker of LEDGER_RABBITMQ.",
            DefaultValueFactory = _ => "http",
        };
        via.AcceptOnlyFromAmong("http", "bus");
        var report = new Option<FileInfo?>("--report") { Description = "Where to write what was imported, as JSON.", HelpName = "FILE" };
        var source = new Option<string>("--source")
        {
            Description = "Name of the order system, for online-retail.",
            DefaultValueFactory = _ => Retail,
        };
        var currency = new Option<string?>("--currency") { Description = "Currency of the orders, for online-retail. Else the program's." };
        var lanes = new Option<int>("--lanes")
        {
            Description =
                "Requests or messages under way at once. One with --follow-clock, and for a program with a budget, where the order "
                + "of all facts matters.",
            DefaultValueFactory = _ => 4,
        };
        var followClock = new Option<bool>("--follow-clock")
        {
            Description = "Advance the program's manual clock to each time at which a challenge closes or a draw is held, just before the "
                + "first fact dated at or after it.",
        };
        var command = new Command("import", "Import a file of facts: orders, activities, memberships, rates; or of opening balances.")
        {
            file, program, profile, map, dryRun, via, report, source, currency, lanes, followClock,
        };
        command.Runs((parsed, cancellation) => RunAsync(
            ImportOptionsValidator.Checked(new ImportOptions(
                parsed.GetValue(file)!,
                parsed.GetValue(program)!,
                parsed.GetValue(profile)!,
                parsed.GetValue(via)!,
                parsed.GetValue(report),
                parsed.GetValue(source)!,
                parsed.GetValue(currency),
                parsed.GetValue(lanes),
                parsed.GetValue(followClock),
                parsed.GetValue(map),
                parsed.GetValue(dryRun))),
            parsed,
            screen,
            cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ImportOptions settings, ParseResult parsed, Screen screen, CancellationToken cancellation)
    {
        var begun = screen.Time.GetTimestamp();
        var map = settings.Map is { } mapFile ? CsvMap.Read(mapFile.FullName) : null;
        if (map is { IsOfBalances: true } && settings.Via == "bus")
        {
            throw new CliFailure("Opening balances go over HTTP: leave out --via.", ExitCode.Usage);
        }

        if (settings.IsDryRun) return await CsvPreview.WriteAsync(new CsvFacts(settings.File.FullName, map!), screen);
        using var client = parsed.Client(screen);
        var program = client.Program(settings.Program);
        var facts = await ReadAsync(settings, map, program, cancellation);
        var catalog = await program.CatalogAsync(cancellation);
        var clock = settings.FollowClock ? new ClockFollower(program, catalog, screen.Time) : null;
        // What a budget leaves for one account depends on the credits of all others before, so the order of all facts matters.
        var isInFileOrder = clock is not null || catalog.Versions.Any(version => version.Budget is not null);
        var tally = new Tally();
        await using var broker = settings.Via == "bus" ? await Broker.ConnectAsync(cancellation) : null;
        IFactSender sender = broker is not null ? await BusAsync(broker, program, tally, parsed.Patience(), screen.Time, cancellation)
            : map is { IsOfBalances: true } ? new BalanceSender(program, tally)
            : new HttpFactSender(program, tally);
        var run = new ImportRun(facts, sender, tally, isInFileOrder ? 1 : settings.Lanes, screen, clock);
        FactCounts outcome;
        try
        {
            outcome = await run.RunAsync(cancellation);
        }
        catch (Exception failure) when (failure is CliFailure or LedgerException)
        {
            throw new CliFailure(
                $"{parsed.SentenceOf(failure)}\nThe import is not complete: {run.HowFar()}.",
                CommandFailures.ExitCodeOf(failure) ?? ExitCode.Failed);
        }

        var unreadable = (facts as CsvFacts)?.Refused ?? facts.Unreadable.Count;
        var report = new ImportReport(
            settings.Program,
            settings.Profile,
            settings.Via,
            (facts as RetailFacts)?.Counts,
            facts.Count + unreadable,
            outcome.All + unreadable,
            outcome with { Rejected = outcome.Rejected + unreadable },
            Math.Round(screen.Time.GetElapsedTime(begun).TotalSeconds, 3),
            [
                .. facts.Unreadable.Concat(tally.Problems.Select(problem => InColumn(problem, facts))).OrderBy(problem => problem.Fact),
            ]);
        if (settings.Report is not null)
        {
            await Files.WriteWholeAsync(
                settings.Report.FullName,
                async stream => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(report.ToJson()), cancellation));
        }
        if (parsed.IsJson()) await screen.Output.WriteLineAsync(report.ToLine());
        else await ImportSummary.WriteAsync(report, screen);
        return report.Lost == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    // The service names the invalid member; this adds the file's column for it.
    private static FactProblem InColumn(FactProblem problem, IFacts facts)
    {
        if (facts is not CsvFacts csv) return problem;
        var words = problem.Message.Split([' ', ':', ','], StringSplitOptions.RemoveEmptyEntries);
        var columns = words.Select(word => csv.ColumnOf(word.Replace("$.", "", StringComparison.Ordinal)));
        return problem with { Column = columns.FirstOrDefault(column => column is not null) };
    }

    private static async Task<IFacts> ReadAsync(ImportOptions settings, CsvMap? map, LedgerProgram program, CancellationToken cancellation)
    {
        if (map is not null) return new CsvFacts(settings.File.FullName, map);
        if (settings.Profile == Ndjson) return new NdjsonFacts(settings.File.FullName);
        var currency = settings.Currency ?? (await program.GetAsync(cancellation)).Currency;
        await using var input = InputFile.Open(settings.File.FullName);
        return RetailFacts.From(input, new RetailNaming(settings.Program, settings.Source, currency));
    }

    private static async Task<BusFactSender> BusAsync(
        Broker broker, LedgerProgram program, Tally tally, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var watch = new IntakeWatch(program, tally, patience, time);
        await watch.BeginAsync(cancellation);
        return new BusFactSender(broker.Bus, program.Id, watch, patience, time);
    }
}
