using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>The journal of a local month, for the general ledger: as JSON, as CSV and in the manner of DATEV.</summary>
internal static class JournalEndpoints
{
    private const string NoAccounting = "no_accounting";
    private const string UnmappedBook = "unmapped_book";
    private const string AccountNotNumeric = "account_not_numeric";

    public static void Map(IEndpointRouteBuilder program)
    {
        Map(program, "/reports/journal", ShowAsync)
            .Describe("reportJournal", ApiTags.Reports, "Shows what to post to the general ledger for a month")
            .Answers<JournalAnswer>();
        Map(program, "/reports/journal.csv", CsvAsync)
            .Describe("reportJournalCsv", ApiTags.Reports, "Exports what to post to the general ledger for a month")
            .AnswersCsv($"The lines begin with the names {Journal.Header}.");
        Map(program, "/reports/journal.datev.csv", DatevAsync)
            .Describe("reportJournalDatev", ApiTags.Reports, "Exports what to post to the general ledger in the manner of DATEV")
            .Refuses(StatusCodes.Status422UnprocessableEntity, AccountNotNumeric)
            .AnswersCsv("A header that begins with EXTF, the names of the columns, and a posting in each line.");
    }

    private static RouteHandlerBuilder Map(
        IEndpointRouteBuilder program, string path, Func<HttpContext, Snapshot, Month, CancellationToken, Task<IResult>> show) => program
        .MapGet(
            path, (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => AnswerAsync(context, views, snapshot, state, show, ct)))
        .RequireScope(Scopes.FinanceRead).OfProgram().HasTag().Reads(QueryParameters.Period, QueryParameters.UnitOfReport)
        .Refuses(StatusCodes.Status404NotFound, "unknown_version", NoAccounting)
        .Refuses(StatusCodes.Status422UnprocessableEntity, UnmappedBook);

    private static async Task<IResult> AnswerAsync(
        HttpContext context, Views views, Snapshot snapshot, ProgramState program,
        Func<HttpContext, Snapshot, Month, CancellationToken, Task<IResult>> show, CancellationToken ct)
    {
        if (MonthsAsked.One(context, "period", out var asked) is { } problem) return problem;
        if (asked is not { } month) return MonthsAsked.Bad("period");
        if (program.Catalog.Versions.Count == 0) return program.Unpublished();
        var events = (await views.StreamAsync(program.Program, Streams.Program(program.Program), ct))
            .Where(one => one.Sequence <= snapshot.Position).Select(one => one.Data).ToList();
        if (events.OfType<AccountingSet>().LastOrDefault() is not { Document: var accounting })
        {
            return Problem.Of(StatusCodes.Status404NotFound, NoAccounting, $"No accounts were set for program {program.Program}.");
        }

        var closed = events.OfType<PeriodClosed>().ToDictionary(one => one.Period, StringComparer.Ordinal);
        var value = ValueOf(program, month, closed);
        try
        {
            var flows = await BookMonths.FlowsAsync(snapshot, program, month, QueryParameters.UnitOf(context), ct);
            var lines = Journal.Of(flows, new LedgerAccounts(accounting), value);
            return await show(context, snapshot, new Month(program, month, value, accounting, closed.ContainsKey(MonthText.Of(month)), lines), ct);
        }
        catch (UnmappedBookException unmapped)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, UnmappedBook,
                $"{unmapped.Message} Set one with PUT /v1/programs/{program.Program}/accounting.");
        }
    }

    // A later version may be in force from an earlier time, so a closed month keeps the value that it was closed with.
    private static JournalValue ValueOf(ProgramState program, int month, Dictionary<string, PeriodClosed> closed)
    {
        var calendar = program.Catalog.Versions[0].Calendar;
        var version = program.Catalog.VersionForDueWork(calendar.StartOfMonth(month + 1).AddTicks(-1));
        return new JournalValue(PointValue(month), PointValue(month - 1), version.MoneyRounding, version.MinorDigits);

        Exact PointValue(int of) => closed.TryGetValue(MonthText.Of(of), out var one) ? one.PointValue
            : program.Catalog.VersionForDueWork(calendar.StartOfMonth(of + 1).AddTicks(-1)).PointValue;
    }

    private static Task<IResult> ShowAsync(HttpContext context, Snapshot snapshot, Month month, CancellationToken ct)
    {
        var (program, digits) = (month.Program, month.Value.MinorDigits);
        var accounts = month.Lines.SelectMany(line => (string[])[line.Debit, line.Credit]).Distinct().Order(StringComparer.Ordinal)
            .Select(account => new JournalAccount(
                account, Money(month.Lines.Where(line => line.Debit == account)),
                Money(month.Lines.Where(line => line.Credit == account))));
        return Task.FromResult(Answer.Json(new JournalAnswer(
            program.Program, MonthText.Of(month.Number), Journal.DayText(month.Number), program.Currency, month.Value.PointValue,
            month.IsClosed, Money(month.Lines),
            [
                .. month.Lines.Select((line, i) => new JournalEntry(
                    i + 1, line.Unit, line.Cause, line.Debit, line.Credit, Shown.Scaled(line.Amount, digits),
                    Shown.Scaled(line.Quantity, program.DigitsOf(line.Unit)), line.Entries, line.Entries == 0 ? null : line.FirstPosition,
                    line.Entries == 0 ? null : line.LastPosition)),
            ],
            [.. accounts])));

        decimal Money(IEnumerable<JournalLine> lines) => Shown.Scaled(lines.Sum(line => line.Amount), digits);
    }

    private static async Task<IResult> CsvAsync(HttpContext context, Snapshot snapshot, Month month, CancellationToken ct)
    {
        var csv = CsvStream.Begin(context, snapshot.Position, "journal.csv", Journal.Header);
        for (var i = 0; i < month.Lines.Count; i++) csv.Line(Journal.Row(month.Lines[i], i + 1, month.Number, month.Value.MinorDigits));
        await csv.EndAsync(ct);
        return Results.Empty;
    }

    private static async Task<IResult> DatevAsync(HttpContext context, Snapshot snapshot, Month month, CancellationToken ct)
    {
        if (DatevJournal.OddAccount(month.Lines) is { } odd)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, AccountNotNumeric, $"{odd} is no account of DATEV: one to eight digits.");
        }

        EntityTags.Write(context, snapshot.Position);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"EXTF_journal.csv\"";
        await context.Response.WriteAsync(
            DatevJournal.Text(
                month.Program.Program, month.Number, month.Program.Currency, month.Value.MinorDigits, month.IsClosed, month.Accounting,
                month.Lines), ct);
        return Results.Empty;
    }

    /// <summary>A month's journal.</summary>
    /// <param name="Number">Year × 12 + month − 1.</param>
    private sealed record Month(
        ProgramState Program, int Number, JournalValue Value, AccountingDocument Accounting, bool IsClosed,
        IReadOnlyList<JournalLine> Lines);
}
