using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Queries;

/// <summary>The journal of a local month, from which its formats and the list of entries behind a line are made.</summary>
/// <param name="Number">Year × 12 + month − 1.</param>
/// <param name="IsClosed">Whether the month is closed.</param>
internal sealed record JournalMonth(
    QueriedProgram Program, int Number, JournalValue Value, AccountingDocument Accounting, bool IsClosed, IReadOnlyList<JournalLine> Lines)
{
    /// <summary>The code of the refusal when no general-ledger accounts are set.</summary>
    public const string NoAccounting = "no_accounting";

    /// <summary>The code of the refusal when a book with movements has no account.</summary>
    public const string UnmappedBook = "unmapped_book";

    /// <summary>The lines as they are shown.</summary>
    public IReadOnlyList<JournalRow> Rows => [.. Lines.Select((line, i) => Journal.Row(line, i + 1, Number, Value.MinorDigits))];

    /// <summary>Reads the month that a request asks for with <c>period</c> and <c>unit</c>; else returns a problem.</summary>
    public static async Task<(JournalMonth? Month, IResult? Problem)> ReadAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (MonthsAsked.One(context, "period", out var asked) is { } problem) return (null, problem);
        if (asked is not { } month) return (null, MonthsAsked.Bad("period"));
        if (program.Catalog.Versions.Count == 0) return (null, program.Unpublished());
        var events = (await views.StreamAsync(program.Program, Streams.Program(program.Program), ct))
            .Where(one => one.Sequence <= snapshot.Position).Select(one => one.Data).ToList();
        if (events.OfType<AccountingSet>().LastOrDefault() is not { Document: var accounting })
        {
            return (null, Problem.Of(
                StatusCodes.Status404NotFound, NoAccounting, $"No accounts were set for program {program.Program}."));
        }

        var closed = events.OfType<PeriodClosed>().ToDictionary(one => one.Period, StringComparer.Ordinal);
        var value = ValueOf(program, month, closed);
        try
        {
            var flows = await BookMonths.FlowsAsync(snapshot, program, month, QueryParameters.UnitOf(context), ct);
            var lines = Journal.Of(flows, new LedgerAccounts(accounting), value);
            return (new JournalMonth(program, month, value, accounting, closed.ContainsKey(MonthText.Of(month)), lines), null);
        }
        catch (UnmappedBookException unmapped)
        {
            return (null, Problem.Of(
                StatusCodes.Status422UnprocessableEntity, UnmappedBook,
                $"{unmapped.Message} Set one with PUT /v1/programs/{program.Program}/accounting."));
        }
    }

    // A version published later may be in force from an earlier time, so a closed month keeps the point value that it was closed with.
    private static JournalValue ValueOf(QueriedProgram program, int month, Dictionary<string, PeriodClosed> closed)
    {
        var calendar = program.Catalog.Versions[0].Calendar;
        var version = program.Catalog.VersionForDueWork(calendar.LastOfMonth(month));
        return new JournalValue(PointValue(month), PointValue(month - 1), version.MoneyRounding, version.MinorDigits);

        Exact PointValue(int of) => closed.TryGetValue(MonthText.Of(of), out var one) ? one.PointValue
            : program.Catalog.VersionForDueWork(calendar.LastOfMonth(of)).PointValue;
    }
}
