using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// The journal of a local month for the general ledger, also in the format of DATEV, and the entries behind one of its lines.
/// </summary>
internal static class JournalEndpoints
{
    private const string AccountNotNumeric = "account_not_numeric";
    private const string BadLine = "bad_line";
    private const string UnknownJournalLine = "unknown_journal_line";

    private static readonly QueryParameter LineParameter =
        new("line", "The line's number in the journal of that month and unit.", typeof(int), BadLine) { IsRequired = true, Minimum = 1 };

    public static void Map(IEndpointRouteBuilder program)
    {
        new Report<JournalRow>(
            "/reports/journal", "reportJournal", "what to post to the general ledger for a month", Journal.Table, ShowAsync)
        {
            Describes = OfMonth,
            Answers = endpoint => endpoint.Answers<JournalAnswer>(),
        }.Map(program);
        new Report<JournalPart>(
            "/reports/journal-entries", "reportJournalEntries", "the entries behind a line of the journal", Journal.Parts, PartsAsync)
        {
            Describes = endpoint => OfMonth(endpoint).Reads(LineParameter).Refuses(StatusCodes.Status404NotFound, UnknownJournalLine),
            Answers = endpoint => endpoint.Answers<JournalPartsAnswer>(),
            Pages = endpoint => endpoint.HasPages(),
        }.Map(program);
        OfMonth(program.MapGet("/reports/journal.datev.csv", DatevAsync).RequireScope(Scopes.FinanceRead).OfProgram())
            .Describe("reportJournalDatev", ApiTags.Reports, "Exports what to post to the general ledger in the manner of DATEV")
            .Refuses(StatusCodes.Status422UnprocessableEntity, AccountNotNumeric)
            .AnswersCsv("A header that begins with EXTF, the names of the columns, and a posting in each line.");
    }

    private static RouteHandlerBuilder OfMonth(RouteHandlerBuilder endpoint) => endpoint.HasTag()
        .Reads(QueryParameters.Period, QueryParameters.UnitOfReport)
        .Refuses(StatusCodes.Status404NotFound, "unknown_version", JournalMonth.NoAccounting)
        .Refuses(StatusCodes.Status422UnprocessableEntity, JournalMonth.UnmappedBook);

    private static async Task<IResult> ShowAsync(ReportRequest<JournalRow> request, CancellationToken ct)
    {
        var (month, problem) = await JournalMonth.ReadAsync(request.Context, request.Views, request.Snapshot, request.Program, ct);
        if (month is null) return problem!;
        var rows = month.Rows;
        return await request.AnswerAsync(rows, () => AnswerOf(month, rows), ct);
    }

    private static JournalAnswer AnswerOf(JournalMonth month, IReadOnlyList<JournalRow> rows)
    {
        var accounts = rows.SelectMany(row => (string[])[row.Entry.Debit, row.Entry.Credit]).Distinct().Order(StringComparer.Ordinal)
            .Select(account => new JournalAccount(
                account, Money(rows.Where(row => row.Entry.Debit == account)), Money(rows.Where(row => row.Entry.Credit == account))));
        return new JournalAnswer(
            month.Program.Program, MonthText.Of(month.Number), ValueFormat.Day(Journal.DateOf(month.Number)), month.Program.Currency,
            month.Value.PointValue, month.IsClosed, Money(rows), [.. rows.Select(row => row.Entry)], [.. accounts]);

        decimal Money(IEnumerable<JournalRow> lines) =>
            ValueFormat.Scaled(lines.Sum(row => row.Entry.Amount), month.Value.MinorDigits);
    }

    private static async Task<IResult> PartsAsync(ReportRequest<JournalPart> request, CancellationToken ct)
    {
        var (month, problem) = await JournalMonth.ReadAsync(request.Context, request.Views, request.Snapshot, request.Program, ct);
        if (month is null) return problem!;
        if (request.Context.Request.Query["line"] is not [{ } text]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            return Problem.OfParameter(BadLine, "line", "line is the number of a line of the journal, 1 or more.");
        }

        if (number > month.Lines.Count)
        {
            return Problem.Of(
                StatusCodes.Status404NotFound, UnknownJournalLine,
                string.Create(CultureInfo.InvariantCulture, $"The journal of {MonthText.Of(month.Number)} has {month.Lines.Count} lines."));
        }

        var line = month.Lines[number - 1];
        if (!request.Format.HasPages)
        {
            return await request.StreamAsync(JournalParts.ReadAsync(request.Snapshot, month, line, 0, null, ct), ct);
        }

        if (Page.Read(request.Context, out var page) is { } wrong) return wrong;
        var parts = await JournalParts.ReadAsync(request.Snapshot, month, line, page.Number, page.Limit, ct).ToListAsync(ct);
        var next = page.Next(request.Context, parts.Count, parts.Count == 0 ? (long?)null : parts[^1].Position);
        return await request.AnswerAsync(
            parts,
            () => new JournalPartsAnswer(
                month.Program.Program, MonthText.Of(month.Number), month.Rows[number - 1].Entry, parts, next),
            ct, next?.ToString(CultureInfo.InvariantCulture));
    }

    private static Task<IResult> DatevAsync(HttpContext context, Views views) => views.AnswerAsync(
        context,
        async (snapshot, program, ct) =>
        {
            var (month, problem) = await JournalMonth.ReadAsync(context, views, snapshot, program, ct);
            if (month is null) return problem!;
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
                    program.Program, month.Number, program.Currency, month.Value.MinorDigits, month.IsClosed, month.Accounting,
                    month.Lines), ct);
            return Results.Empty;
        });
}
