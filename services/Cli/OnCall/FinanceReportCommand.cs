using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Ledger.Cli.Commands;
using Ledger.Cli.Terminal;
using Ledger.Client;

namespace Ledger.Cli.OnCall;

/// <summary>
/// The reports for finance in the terminal: a table of the first lines, the service's own JSON, or a CSV or spreadsheet file. The table is
/// made from the report's CSV, so a new report needs no code here.
/// </summary>
internal static class FinanceReportCommand
{
    private static readonly Option<int> Lines = new("--lines")
    {
        Description = "How many lines of the table to show.",
        DefaultValueFactory = _ => 50,
        HelpName = "N",
    };

    private static readonly Option<FileInfo> Csv = File("--csv", "CSV");
    private static readonly Option<FileInfo> Xlsx = File("--xlsx", "a spreadsheet");
    private static readonly Option<string> Period = Text("--period", "The local month, like 2011-07.", "MONTH", isRequired: true);
    private static readonly Option<string> Unit = Text("--unit", "Only this unit: points, cashback or fund.", "UNIT");
    private static readonly Option<string> Month = Text("--month", "A local month, like 2011-07.", "MONTH");
    private static readonly Option<string> FromMonth = Text("--from-month", "The first of several local months.", "MONTH");
    private static readonly Option<string> ToMonth = Text("--to-month", "The last of several local months, included.", "MONTH");

    public static Command Create(Screen screen, ServiceReport report)
    {
        var program = Connection.Program();
        Option<string>[] asks = report.Asks switch
        {
            ServiceReport.Of.Now => [],
            ServiceReport.Of.Month => [Period, Unit],
            ServiceReport.Of.Months => [Month, FromMonth, ToMonth],
            ServiceReport.Of.MonthsAndUnit => [Month, FromMonth, ToMonth, Unit],
        };
        var command = new Command(report.Name, report.About) { program, Lines, Csv, Xlsx };
        foreach (var ask in asks) command.Add(ask);
        command.Runs((parsed, cancellation) =>
        {
            var address = LedgerPaths.Report(report.Address, [.. asks.Select(ask => (NameOf(ask), parsed.GetValue(ask)))]);
            return RunAsync(screen, parsed, report, parsed.GetValue(program)!, address, cancellation);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        Screen screen, ParseResult parsed, ServiceReport report, string programId, string address, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var program = client.Program(programId);
        var files = new[] { (File: parsed.GetValue(Csv), Form: ReportFile.Csv), (File: parsed.GetValue(Xlsx), Form: ReportFile.Xlsx) }
            .Where(one => one.File is not null).ToList();
        foreach (var (file, form) in files)
        {
            var path = LedgerPaths.As(address, form);
            await Files.WriteWholeAsync(file!.FullName, stream => program.DownloadAsync(path, stream, cancellation));
            await screen.AnswerAsync(parsed, new { report = report.Name, path = file.FullName }, file.FullName);
        }

        if (files.Count > 0) return ExitCode.Ok;
        if (parsed.IsJson()) await WriteJsonAsync(screen, program, report, address, cancellation);
        else await ShowAsync(screen, program, report, address, parsed.GetValue(Lines), cancellation);
        return ExitCode.Ok;
    }

    // Writes the service's own answers, one line for each page.
    private static async Task WriteJsonAsync(
        Screen screen, LedgerProgram program, ServiceReport report, string address, CancellationToken cancellation)
    {
        if (!report.HasPages)
        {
            await screen.Output.WriteLineAsync((await program.ReadAsync<JsonElement>(address, cancellation)).ToLine());
            return;
        }

        await foreach (var page in program.ReadPagesAsync(address, cancellation)) await screen.Output.WriteLineAsync(page.ToLine());
    }

    private static async Task ShowAsync(
        Screen screen, LedgerProgram program, ServiceReport report, string address, int most, CancellationToken cancellation)
    {
        var (head, rows, count) = (Array.Empty<string>(), new List<string[]>(), 0);
        await program.StreamAsync(
            LedgerPaths.As(address, ReportFile.Csv),
            async (body, ct) =>
            {
                await using var csv = CsvReader.Create(body, new CsvReaderOptions { FormatProvider = CultureInfo.InvariantCulture });
                (head, rows, count) = ([.. csv.Headers], [], 0);
                while (await csv.ReadAsync(ct))
                {
                    if (++count <= most) rows.Add([.. Enumerable.Range(0, head.Length).Select(csv.GetString)]);
                }
            },
            cancellation);
        var isNumber = head.Select((_, i) => rows.Count > 0 && rows.All(row => IsNumber(row[i]))).ToList();
        screen.Show(
        [
            PageParts.Table(
                $"{report.Name} of {program.Id}", [.. head.Select((name, i) => isNumber[i] ? $"#{name}" : name)],
                rows.Select(row => row.Select((text, i) => isNumber[i] ? Grouped(text) : text).ToArray())),
            PageParts.Sentence(
                count > rows.Count
                    ? $"{PageParts.Number(rows.Count)} of {PageParts.Number(count)} lines; "
                        + "--lines N shows more, --csv and --xlsx write all."
                    : $"{PageParts.Number(count)} lines."),
        ]);
    }

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    // Adds thousands separators and keeps all digits.
    private static string Grouped(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? 0 : text.Length - point - 1;
        return decimal.Parse(text, CultureInfo.InvariantCulture).ToString($"N{digits}", CultureInfo.InvariantCulture);
    }

    private static string NameOf(Option<string> option) =>
        option == FromMonth ? "fromMonth" : option == ToMonth ? "toMonth" : option.Name.TrimStart('-');

    private static Option<FileInfo> File(string name, string form) =>
        new(name) { Description = $"Write the whole report to this file, as {form}.", HelpName = "FILE" };

    private static Option<string> Text(string name, string description, string helpName, bool isRequired = false) =>
        new(name) { Description = description, HelpName = helpName, Required = isRequired };
}
