using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>A file format of a report.</summary>
public enum ReportFile
{
    /// <summary>CSV: RFC 4180, UTF-8, line feeds.</summary>
    Csv,

    /// <summary>A spreadsheet (Office Open XML).</summary>
    Xlsx,
}

/// <summary>The reports for finance of one program. Months are local ones like 2011-07.</summary>
public sealed class LedgerReports
{
    private readonly LedgerProgram program;

    internal LedgerReports(LedgerProgram program) => this.program = program;

    /// <summary>The books and their sums, which are zero.</summary>
    public Task<TrialBalanceAnswer> GetTrialBalanceAsync(CancellationToken cancellationToken = default) =>
        GetAsync<TrialBalanceAnswer>("trial-balance", cancellationToken);

    /// <summary>What led from the opening to the closing balances of the wallets' books in a month.</summary>
    /// <param name="period">The month.</param>
    /// <param name="unit">Only this unit; null: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RollForwardAnswer> GetRollForwardAsync(string period, string? unit = null, CancellationToken cancellationToken = default) =>
        GetAsync<RollForwardAnswer>("roll-forward", cancellationToken, ("period", period), ("unit", unit));

    /// <summary>What the program owes its members, now or as of a time in the past.</summary>
    /// <param name="effectiveAsOf">What had happened in business by then; null: all.</param>
    /// <param name="recordedAsOf">What the ledger had recorded by then; null: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<LiabilityAnswer> GetLiabilityAsync(
        DateTimeOffset? effectiveAsOf = null, DateTimeOffset? recordedAsOf = null, CancellationToken cancellationToken = default) =>
        GetAsync<LiabilityAnswer>(
            "liability", cancellationToken, ("effectiveAsOf", Text(effectiveAsOf)), ("recordedAsOf", Text(recordedAsOf)));

    /// <summary>What expires in the months to come, now or as of a time in the past.</summary>
    /// <inheritdoc cref="GetLiabilityAsync" path="/param"/>
    public Task<ExpiringAnswer> GetExpiringAsync(
        DateTimeOffset? effectiveAsOf = null, DateTimeOffset? recordedAsOf = null, CancellationToken cancellationToken = default) =>
        GetAsync<ExpiringAnswer>(
            "expiring", cancellationToken, ("effectiveAsOf", Text(effectiveAsOf)), ("recordedAsOf", Text(recordedAsOf)));

    /// <summary>How much of the value left in lots is expected to expire.</summary>
    public Task<BreakageAnswer> GetBreakageAsync(CancellationToken cancellationToken = default) =>
        GetAsync<BreakageAnswer>("breakage", cancellationToken);

    /// <summary>What led from the opening to the closing balances of the wallets' books, for each of several months.</summary>
    /// <param name="fromMonth">The first month; null: from the beginning.</param>
    /// <param name="toMonth">The last month, included; null: to the end.</param>
    /// <param name="unit">Only this unit; null: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RollForwardMonthsAnswer> GetRollForwardMonthsAsync(
        string? fromMonth = null, string? toMonth = null, string? unit = null, CancellationToken cancellationToken = default) =>
        GetAsync<RollForwardMonthsAnswer>(
            "roll-forward-months", cancellationToken, ("fromMonth", fromMonth), ("toMonth", toMonth), ("unit", unit));

    /// <summary>How accounts moved between tiers.</summary>
    /// <param name="fromMonth">The first month; null: from the beginning.</param>
    /// <param name="toMonth">The last month, included; null: to the end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TierMovementsAnswer> GetTierMovementsAsync(
        string? fromMonth = null, string? toMonth = null, CancellationToken cancellationToken = default) =>
        GetAsync<TierMovementsAnswer>("tier-movements", cancellationToken, ("fromMonth", fromMonth), ("toMonth", toMonth));

    /// <summary>The orders whose stated discount differs from the one that the rules grant, by placedAt.</summary>
    /// <inheritdoc cref="GetTierMovementsAsync" path="/param"/>
    public IAsyncEnumerable<OrderVariance> ListVarianceAsync(
        string? fromMonth = null, string? toMonth = null, CancellationToken cancellationToken = default) =>
        program.PagesAsync<VarianceAnswer, OrderVariance>(
            LedgerPaths.Report("variance", ("fromMonth", fromMonth), ("toMonth", toMonth)), page => page.Orders, page => page.Next,
            cancellationToken);

    /// <summary>The sums of discount variance by month.</summary>
    /// <inheritdoc cref="GetTierMovementsAsync" path="/param"/>
    public Task<VarianceMonthsAnswer> GetVarianceMonthsAsync(
        string? fromMonth = null, string? toMonth = null, CancellationToken cancellationToken = default) =>
        GetAsync<VarianceMonthsAnswer>("variance-months", cancellationToken, ("fromMonth", fromMonth), ("toMonth", toMonth));

    /// <summary>Adjustments by hand, with who asked for each and who decided.</summary>
    /// <inheritdoc cref="GetTierMovementsAsync" path="/param"/>
    public IAsyncEnumerable<AdjustmentReported> ListAdjustmentsAsync(
        string? fromMonth = null, string? toMonth = null, CancellationToken cancellationToken = default) =>
        program.PagesAsync<AdjustmentsReportAnswer, AdjustmentReported>(
            LedgerPaths.Report("adjustments", ("fromMonth", fromMonth), ("toMonth", toMonth)), page => page.Adjustments,
            page => page.Next?.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>What the open rebate periods of accounts would pay if they closed now.</summary>
    public IAsyncEnumerable<RebateAccrued> ListRebatesAccruedAsync(CancellationToken cancellationToken = default) =>
        program.PagesAsync<RebatesAccruedAnswer, RebateAccrued>(
            LedgerPaths.Report("rebates-accrued"), page => page.Rebates, page => page.Next, cancellationToken);

    /// <summary>The sums of open rebate periods, by rebate and period.</summary>
    public Task<RebatePeriodsAccruedAnswer> GetRebatePeriodsAccruedAsync(CancellationToken cancellationToken = default) =>
        GetAsync<RebatePeriodsAccruedAnswer>("rebates-accrued-periods", cancellationToken);

    /// <summary>What is settled with the partners.</summary>
    /// <inheritdoc cref="GetTierMovementsAsync" path="/param"/>
    public Task<PartnersAnswer> GetPartnersAsync(
        string? fromMonth = null, string? toMonth = null, CancellationToken cancellationToken = default) =>
        GetAsync<PartnersAnswer>("partners", cancellationToken, ("fromMonth", fromMonth), ("toMonth", toMonth));

    /// <summary>What the program cost against what its members bought.</summary>
    /// <inheritdoc cref="GetTierMovementsAsync" path="/param"/>
    public Task<ProgramReturnAnswer> GetReturnAsync(
        string? fromMonth = null, string? toMonth = null, CancellationToken cancellationToken = default) =>
        GetAsync<ProgramReturnAnswer>("return", cancellationToken, ("fromMonth", fromMonth), ("toMonth", toMonth));

    /// <summary>Any report as a table: the lines of its CSV form, and the kind of each column; one page of a long report.</summary>
    /// <param name="report">The report's name with its query, like <c>roll-forward?period=2011-07</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ReportTableAnswer> GetTableAsync(string report, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(report);
        return program.ReadAsync<ReportTableAnswer>($"reports/{report}", LedgerMediaTypes.Table, cancellationToken);
    }

    /// <summary>The entries behind a line of the journal, by position.</summary>
    /// <param name="period">The month of the journal, 2011-07.</param>
    /// <param name="line">The line's number in the journal.</param>
    /// <param name="unit">The unit for which the journal was made; null: all units.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<JournalPart> ListJournalEntriesAsync(
        string period, int line, string? unit = null, CancellationToken cancellationToken = default)
    {
        var number = line.ToString(CultureInfo.InvariantCulture);
        return program.PagesAsync<JournalPartsAnswer, JournalPart>(
            LedgerPaths.Report("journal-entries", ("period", period), ("line", number), ("unit", unit)), page => page.Entries,
            page => page.Next?.ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    /// <summary>Writes a whole report as a file.</summary>
    /// <param name="report">The report's name with its query, like <c>roll-forward?period=2011-07</c>.</param>
    /// <param name="form">The file's format.</param>
    /// <param name="target">The stream to which the file is written.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DownloadAsync(string report, ReportFile form, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(report);
        return program.DownloadAsync($"reports/{LedgerPaths.As(report, form)}", target, cancellationToken);
    }

    private static string? Text(DateTimeOffset? at) => at is { } instant ? InstantJsonConverter.Format(instant) : null;

    private Task<T> GetAsync<T>(string report, CancellationToken ct, params ReadOnlySpan<(string Name, string? Value)> asked) =>
        program.ReadAsync<T>(LedgerPaths.Report(report, asked), ct);
}
