using System.Globalization;
using System.Runtime.CompilerServices;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>The part of the interface about one program. Reads reflect the client's own writes. Lists fetch their pages as they are
/// enumerated.</summary>
public sealed partial class LedgerProgram
{
    private const int PageMax = 1_000;

    /// <summary>How long a request waits for the next event at the end of the log, in seconds.</summary>
    private const int WaitSeconds = 30;

    /// <summary>Time limit for closing a period, which first carries out all due work and then sums the whole log.</summary>
    private static readonly TimeSpan ClosingMax = TimeSpan.FromMinutes(30);

    private readonly LedgerClient client;

    internal LedgerProgram(LedgerClient client, string program)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        (this.client, Id) = (client, program);
        Path = LedgerPaths.Program(program);
        Reports = new LedgerReports(this);
    }

    /// <summary>The program's id.</summary>
    public string Id { get; }

    /// <summary>The program's reports for finance.</summary>
    public LedgerReports Reports { get; }

    private string Path { get; }

    /// <summary>The program by its latest version.</summary>
    public Task<ProgramAnswer> GetAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<ProgramAnswer>(Path, cancellationToken, waits: false);

    /// <summary>What became of the facts that came over RabbitMQ since the service started.</summary>
    public Task<IntakeAnswer> GetIntakeAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<IntakeAnswer>(Below("intake"), cancellationToken, waits: false);

    /// <summary>The versions of the program, by number.</summary>
    public Task<VersionsAnswer> GetVersionsAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<VersionsAnswer>(Below("versions"), cancellationToken, waits: false);

    /// <summary>A version with its document.</summary>
    public Task<VersionAnswer> GetVersionAsync(int version, CancellationToken cancellationToken = default) =>
        client.GetAsync<VersionAnswer>(Below(LedgerPaths.Version(version)), cancellationToken, waits: false);

    /// <summary>Stores a version as a draft, which has no effect until it is published.</summary>
    /// <param name="version">The version's number, as in the document.</param>
    /// <param name="document">The document, JSON in UTF-8.</param>
    /// <param name="clock">The clock of a new program: wall or manual; null: wall.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LedgerException">
    /// <c>invalid_program</c>: <see cref="ProblemAnswer.Errors"/> has each error with its place in the document.
    /// </exception>
    public Task<VersionListed> DraftVersionAsync(
        long version, ReadOnlyMemory<byte> document, string? clock = null, CancellationToken cancellationToken = default) =>
        SendAsync<VersionListed>(
            HttpMethod.Put, LedgerPaths.Version(version) + (clock is null ? "" : $"?clock={LedgerPaths.Escape(clock)}"), document,
            cancellationToken);

    /// <summary>Publishes a version that was drafted.</summary>
    /// <inheritdoc cref="DraftVersionAsync" path="/exception"/>
    public Task<VersionListed> PublishVersionAsync(long version, CancellationToken cancellationToken = default) =>
        SendAsync<VersionListed>(HttpMethod.Post, $"{LedgerPaths.Version(version)}/publish", null, cancellationToken);

    /// <summary>The program's clock, and how much work is due by it.</summary>
    public Task<ClockAnswer> GetClockAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<ClockAnswer>(Below("clock"), cancellationToken, waits: false);

    /// <summary>Advances a manual clock. The work that falls due is carried out afterwards, not before this returns.</summary>
    public Task<ClockAnswer> AdvanceClockAsync(DateTimeOffset to, CancellationToken cancellationToken = default) =>
        SendAsync<ClockAnswer>(HttpMethod.Post, "clock", new ClockChange(to), cancellationToken);

    /// <summary>Submits a refused fact again, after the reason for the refusal is gone.</summary>
    /// <exception cref="LedgerException">The fact is refused again.</exception>
    public Task<RedriveAnswer> RedriveAsync(string rejectedId, CancellationToken cancellationToken = default) =>
        SendAsync<RedriveAnswer>(HttpMethod.Post, $"rejected/{LedgerPaths.Escape(rejectedId)}/redrive", null, cancellationToken);

    /// <summary>What an order would give if it were placed now; nothing is written and nobody is bound.</summary>
    public Task<SimulationAnswer> SimulateAsync(OrderPlaced order, CancellationToken cancellationToken = default) =>
        SendAsync<SimulationAnswer>(HttpMethod.Post, "simulations", order, cancellationToken);

    /// <summary>The periods that were closed, and the one whose close waits for approval.</summary>
    public Task<PeriodsAnswer> ListPeriodsAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<PeriodsAnswer>($"{Path}/periods", cancellationToken, waits: false);

    /// <summary>What would happen if a period were closed now: the work due first, whether a second person has to approve, or why the close
    /// would be refused.</summary>
    /// <param name="period">The local month, 2011-07.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<PeriodOutlookAnswer> GetPeriodAsync(string period, CancellationToken cancellationToken = default) =>
        client.GetAsync<PeriodOutlookAnswer>(Below($"periods/{LedgerPaths.Escape(period)}"), cancellationToken, waits: false);

    /// <summary>
    /// Closes a period for good, or requests the close where a second person has to approve it. A repeated close gets the first answer
    /// again. All work due by the period's end is carried out first, which may take minutes.
    /// </summary>
    /// <param name="period">The local month, 2011-07.</param>
    /// <param name="key">The id of the command.</param>
    /// <param name="cancellationToken">Cancels the call; the same command can be sent again and continues where it stopped.</param>
    /// <exception cref="LedgerException">The close is refused: the period is not over, or another period must be closed first.</exception>
    public Task<PeriodAnswer> ClosePeriodAsync(string period, string key, CancellationToken cancellationToken = default) =>
        client.CommandAsync<PeriodAnswer>($"{Path}/periods/{LedgerPaths.Escape(period)}/close", key, cancellationToken, ClosingMax);

    /// <summary>Approves the close of a period as the second person.</summary>
    /// <inheritdoc cref="ClosePeriodAsync"/>
    /// <exception cref="LedgerException">The approval is refused: nobody requested the close, or the same person did.</exception>
    public Task<PeriodAnswer> ApprovePeriodCloseAsync(string period, string key, CancellationToken cancellationToken = default) =>
        client.CommandAsync<PeriodAnswer>($"{Path}/periods/{LedgerPaths.Escape(period)}/close/approve", key, cancellationToken, ClosingMax);

    /// <summary>The accounts of the general ledger to which the books are posted.</summary>
    /// <exception cref="LedgerException">No accounts were set (<c>no_accounting</c>).</exception>
    public Task<AccountingAnswer> GetAccountingAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<AccountingAnswer>($"{Path}/accounting", cancellationToken, waits: false);

    /// <summary>Sets the accounts of the general ledger, which replace the earlier ones.</summary>
    /// <exception cref="LedgerException">An account is invalid, or an entry names no book.</exception>
    public Task<AccountingAnswer> SetAccountingAsync(AccountingDocument document, CancellationToken cancellationToken = default) =>
        SendAsync<AccountingAnswer>(HttpMethod.Put, "accounting", document, cancellationToken);

    /// <summary>The journal of a local month: what to post to the general ledger.</summary>
    /// <param name="period">The month, 2011-07.</param>
    /// <param name="unit">Only this unit: points, cashback or fund; null: all units.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JournalAnswer> GetJournalAsync(string period, string? unit = null, CancellationToken cancellationToken = default)
    {
        var only = unit is null ? "" : $"&unit={LedgerPaths.Escape(unit)}";
        return client.GetAsync<JournalAnswer>($"{Path}/reports/journal?period={LedgerPaths.Escape(period)}{only}", cancellationToken);
    }

    /// <summary>An order as it now stands, with what the rules give for it.</summary>
    public Task<OrderAnswer<Entry>> GetOrderAsync(string source, string orderId, CancellationToken cancellationToken = default) =>
        client.GetAsync<OrderAnswer<Entry>>(Below(LedgerPaths.Order(source, orderId)), cancellationToken);

    /// <summary>The accounts, by id.</summary>
    public IAsyncEnumerable<AccountListed> ListAccountsAsync(CancellationToken cancellationToken = default) =>
        PagesAsync<AccountsAnswer, AccountListed>("accounts", page => page.Accounts, page => page.Next, cancellationToken);

    /// <summary>How many accounts the program has, and in which tiers.</summary>
    public Task<TiersAnswer> CountTiersAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<TiersAnswer>(Below("tiers"), cancellationToken);

    /// <summary>The orders as they now stand, the last recorded first.</summary>
    /// <param name="accountId">Only orders of this account; null: all accounts.</param>
    /// <param name="source">Only orders of this source; null: all sources.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<OrderListed> ListOrdersAsync(
        string? accountId = null, string? source = null, CancellationToken cancellationToken = default)
    {
        var list = accountId is null ? "orders" : LedgerPaths.Account(accountId, "orders");
        if (source is not null) list += $"?source={LedgerPaths.Escape(source)}";
        return PagesAsync<OrdersAnswer, OrderListed>(list, page => page.Orders, page => Text(page.Next), cancellationToken);
    }

    /// <summary>The holds of an account, the latest first.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="state">Only holds in this state: held, captured, released or expired; null: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<HoldListed> ListHoldsAsync(
        string accountId, string? state = null, CancellationToken cancellationToken = default) =>
        PagesAsync<HoldsAnswer, HoldListed>(
            LedgerPaths.Account(accountId, "holds") + InState(state), page => page.Holds, page => Text(page.Next), cancellationToken);

    /// <summary>The vouchers of an account, the latest first.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="state">Only vouchers in this state: issued, used or cancelled; null: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<VoucherListed> ListVouchersAsync(
        string accountId, string? state = null, CancellationToken cancellationToken = default) =>
        PagesAsync<VouchersAnswer, VoucherListed>(
            LedgerPaths.Account(accountId, "vouchers") + InState(state), page => page.Vouchers, page => Text(page.Next),
            cancellationToken);

    /// <summary>An account's wallets.</summary>
    public Task<BalanceAnswer> GetBalanceAsync(string accountId, CancellationToken cancellationToken = default) =>
        client.GetAsync<BalanceAnswer>(Below(LedgerPaths.Account(accountId, "balance")), cancellationToken);

    /// <summary>One wallet of an account; null when nothing was ever credited to it.</summary>
    public async Task<WalletBalance?> GetWalletAsync(
        string accountId, string owner = "account", string unit = "points", CancellationToken cancellationToken = default)
    {
        var balance = await GetBalanceAsync(accountId, cancellationToken).ConfigureAwait(false);
        return balance.Wallets.FirstOrDefault(wallet => wallet.Owner == owner && wallet.Unit == unit);
    }

    /// <summary>Tier, qualifying amount, gap to the next tier, next review.</summary>
    public Task<StandingAnswer> GetStandingAsync(string accountId, CancellationToken cancellationToken = default) =>
        client.GetAsync<StandingAnswer>(Below(LedgerPaths.Account(accountId, "standing")), cancellationToken);

    /// <summary>The rebates of closed periods.</summary>
    public Task<RebatesAnswer> GetRebatesAsync(string accountId, CancellationToken cancellationToken = default) =>
        client.GetAsync<RebatesAnswer>(Below(LedgerPaths.Account(accountId, "rebates")), cancellationToken);

    /// <summary>The lots with value left, by number.</summary>
    public IAsyncEnumerable<LotListed> ListLotsAsync(string accountId, CancellationToken cancellationToken = default) =>
        PagesAsync<LotsAnswer, LotListed>(
            LedgerPaths.Account(accountId, "lots"), page => page.Lots, page => Text(page.Next), cancellationToken);

    /// <summary>Every movement of an account's value, numbered without gaps.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="after">Only entries after this number; 0: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<Entry> ListEntriesAsync(string accountId, long after = 0, CancellationToken cancellationToken = default) =>
        PagesAsync<EntriesAnswer<Entry>, Entry>(
            LedgerPaths.Account(accountId, "entries"), page => page.Entries, page => Text(page.Next), cancellationToken, Text(after));

    /// <summary>
    /// An account's statement as a PDF: for each wallet the opening balance, every entry of the period and the closing balance, and what
    /// will expire; at its foot the log's position and chain value from which it was made.
    /// </summary>
    /// <param name="accountId">The account.</param>
    /// <param name="from">The first local day of the period; null: from the beginning.</param>
    /// <param name="to">The first local day after the period; null: no end.</param>
    /// <param name="language">en, de, ru, fr or es.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The file as it arrives; the caller disposes it.</returns>
    /// <exception cref="LedgerException">
    /// <c>statement_too_long</c>: more than 20,000 lines; <c>bad_language</c>, <c>unknown_account</c>, and the codes of any read.
    /// </exception>
    public Task<Stream> GetStatementPdfAsync(
        string accountId, DateOnly? from = null, DateOnly? to = null, string language = "en", CancellationToken cancellationToken = default)
    {
        return client.OpenAsync(Below(LedgerPaths.StatementPdf(accountId, Text(from), Text(to), language)), cancellationToken);

        static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>How an entry came about.</summary>
    public Task<ExplanationAnswer<Entry>> ExplainAsync(Guid entry, CancellationToken cancellationToken = default) =>
        client.GetAsync<ExplanationAnswer<Entry>>($"{Path}/entries/{entry}/explanation", cancellationToken);

    /// <summary>A hold as it is now.</summary>
    public Task<HoldAnswer> GetHoldAsync(string holdId, CancellationToken cancellationToken = default) =>
        client.GetAsync<HoldAnswer>(Below(LedgerPaths.Hold(holdId)), cancellationToken, waits: false);

    /// <summary>A redemption as it is now.</summary>
    public Task<RedemptionAnswer> GetRedemptionAsync(string redemptionId, CancellationToken cancellationToken = default) =>
        client.GetAsync<RedemptionAnswer>($"{Path}/redemptions/{LedgerPaths.Escape(redemptionId)}", cancellationToken, waits: false);

    /// <summary>A voucher as it is now.</summary>
    public Task<VoucherAnswer> GetVoucherAsync(string code, CancellationToken cancellationToken = default) =>
        client.GetAsync<VoucherAnswer>($"{Path}/vouchers/{LedgerPaths.Escape(code)}", cancellationToken, waits: false);

    /// <summary>The facts that were refused for good.</summary>
    public IAsyncEnumerable<RejectionAnswer> ListRejectedAsync(bool onlyOpen = false, CancellationToken cancellationToken = default) =>
        PagesAsync<RejectionsAnswer, RejectionAnswer>(
            onlyOpen ? "rejected?open=true" : "rejected", page => page.Rejected, page => Text(page.Next), cancellationToken);

    /// <summary>
    /// The program's events by position, each once and in order, without end: at the end of the log the enumeration waits for more until it
    /// is cancelled. Store the position of the last event that was processed, and begin after it the next time.
    /// </summary>
    /// <param name="after">Position after which to begin; 0: from the beginning.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<EventListed> FollowEventsAsync(
        long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var cursor = Text(after)!; ;)
        {
            var page = await client.GetAsync<EventsAnswer>(
                Below(LedgerPaths.Events(cursor, PageMax, WaitSeconds)), cancellationToken, waits: false).ConfigureAwait(false);
            foreach (var one in page.Events) yield return one;
            cursor = page.Next;
        }
    }

    private static string InState(string? state) => state is null ? "" : $"?state={LedgerPaths.Escape(state)}";
}
