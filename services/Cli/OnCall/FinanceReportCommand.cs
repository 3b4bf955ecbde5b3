using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Ledger.Cli.Commands;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.OnCall;

/// <summary>
/// The reports for finance in the terminal: a table of the first lines, the service's own JSON, or a file of CSV or a spreadsheet. A table
/// is made of the report's CSV, so a new report needs no code here.
/// </summary>
internal static class FinanceReportCommand
{
    private const int PageMax = 1_000;

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

    public static Command Create(Screen screen, FinanceReport report)
    {
        var program = Connection.Program();
        Option<string>[] asks = report.Asks switch
        {
            FinanceReport.Of.Now => [],
            FinanceReport.Of.Month => [Period, Unit],
            FinanceReport.Of.Months => [Month, FromMonth, ToMonth],
        };
        var command = new Command(report.Name, report.About) { program, Lines, Csv, Xlsx };
        foreach (var ask in asks) command.Add(ask);
        command.Runs((parsed, cancellation) =>
        {
            var given = asks.Select(ask => (Name: NameOf(ask), Value: parsed.GetValue(ask))).Where(ask => ask.Value is not null);
            var query = string.Join('&', given.Select(ask => $"{ask.Name}={Uri.EscapeDataString(ask.Value!)}"));
            return RunAsync(screen, parsed, report, parsed.GetValue(program)!, query, cancellation);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        Screen screen, ParseResult parsed, FinanceReport report, string program, string query, CancellationToken cancellation)
    {
        using var client = parsed.Client(screen);
        var files = new[] { (File: parsed.GetValue(Csv), Ending: ".csv"), (File: parsed.GetValue(Xlsx), Ending: ".xlsx") }
            .Where(one => one.File is not null).ToList();
        foreach (var (file, ending) in files)
        {
            var path = Paths.Report(program, report.Address + ending, query);
            await Files.WriteWholeAsync(file!.FullName, stream => client.DownloadAsync(path, stream, cancellation));
            await screen.AnswerAsync(parsed, new { report = report.Name, path = file.FullName }, file.FullName);
        }

        if (files.Count > 0) return ExitCode.Ok;
        if (parsed.IsJson()) await WriteJsonAsync(screen, client, report, program, query, cancellation);
        else await ShowAsync(screen, client, report, program, query, parsed.GetValue(Lines), cancellation);
        return ExitCode.Ok;
    }

    // The service's own answers, a line for each page.
    private static async Task WriteJsonAsync(
        Screen screen, LedgerClient client, FinanceReport report, string program, string query, CancellationToken cancellation)
    {
        var pages = report.HasPages ? string.Create(CultureInfo.InvariantCulture, $"limit={PageMax}") : "";
        for (string? next = ""; next is not null;)
        {
            var after = next.Length == 0 ? "" : $"after={Uri.EscapeDataString(next)}";
            var asked = string.Join('&', new[] { query, pages, after }.Where(part => part.Length > 0));
            var answer = await client.AskAsync<JsonElement>(Paths.Report(program, report.Address, asked), cancellation);
            await screen.Output.WriteLineAsync(answer.Json.ToLine());
            next = answer.Json.TryGetProperty("next", out var cursor) ? cursor.ToString() : null;
        }
    }

    private static async Task ShowAsync(
        Screen screen, LedgerClient client, FinanceReport report, string program, string query, int most, CancellationToken cancellation)
    {
        var (head, rows, count) = (Array.Empty<string>(), new List<string[]>(), 0);
        await client.ReadAsync(
            Paths.Report(program, report.Address + ".csv", query),
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
            Shown.Table(
                $"{report.Name} of {program}", [.. head.Select((name, i) => isNumber[i] ? $"#{name}" : name)],
                rows.Select(row => row.Select((text, i) => isNumber[i] ? Grouped(text) : text).ToArray())),
            Shown.Sentence(
                count > rows.Count
                    ? $"{Shown.Number(rows.Count)} of {Shown.Number(count)} lines; --lines N shows more, --csv and --xlsx write all."
                    : $"{Shown.Number(count)} lines."),
        ]);
    }

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    // With its thousands apart and the digits that it came with.
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
