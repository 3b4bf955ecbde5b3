using System.Globalization;
using System.Runtime.CompilerServices;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>Reads of one program. What is read has seen what the client wrote. Lists turn their pages by themselves.</summary>
public sealed class LedgerProgram
{
    private const int PageMax = 1_000;

    /// <summary>How long a request waits at the end of the log for the next event.</summary>
    private const int WaitSeconds = 30;

    /// <summary>All that is due is carried out first, and the whole log is summed.</summary>
    private static readonly TimeSpan ClosingMax = TimeSpan.FromMinutes(30);

    private readonly LedgerClient client;

    internal LedgerProgram(LedgerClient client, string program)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        (this.client, Id) = (client, program);
        Path = Paths.OfProgram(program);
        Reports = new LedgerReports(client, this);
    }

    /// <summary>The program's id.</summary>
    public string Id { get; }

    /// <summary>Its reports for finance.</summary>
    public LedgerReports Reports { get; }

    /// <summary>Its address, relative to the service's.</summary>
    internal string Path { get; }

    /// <summary>The program by its latest version.</summary>
    public Task<ProgramAnswer> GetAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<ProgramAnswer>($"{Path}/", cancellationToken, waits: false);

    /// <summary>Reads what this client has no method for.</summary>
    /// <param name="path">Below the program's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken = default) =>
        client.GetAsync<T>($"{Path}/{path}", cancellationToken);

    /// <summary>Asks for what this client has no method for. It is sent again like everything: only for what may be done twice.</summary>
    /// <param name="method">Not GET.</param>
    /// <param name="path">Below the program's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="body">Written as JSON; a text is JSON already. Null: no body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null, CancellationToken cancellationToken = default) =>
        client.SendAsync<T>(method, $"{Path}/{path}", body, cancellationToken);

    /// <summary>Removes what an address is about.</summary>
    /// <param name="path">Below the program's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        client.DeleteAsync($"{Path}/{path}", cancellationToken);

    /// <summary>Opens an answer that is no JSON: an export or a report as CSV. Whoever asks disposes it.</summary>
    /// <param name="path">Below the program's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HttpResponseMessage> DownloadAsync(string path, CancellationToken cancellationToken = default) =>
        client.DownloadAsync($"{Path}/{path}", cancellationToken);

    /// <summary>What an order would give if it were placed now; nothing is written and nobody is bound.</summary>
    public Task<SimulationAnswer> SimulateAsync(OrderPlaced order, CancellationToken cancellationToken = default) =>
        SendAsync<SimulationAnswer>(HttpMethod.Post, "simulations", order, cancellationToken);

    /// <summary>The periods that were closed, and the one whose close waits for approval.</summary>
    public Task<PeriodsAnswer> ListPeriodsAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<PeriodsAnswer>($"{Path}/periods", cancellationToken, waits: false);

    /// <summary>What closing a period now would meet: what is due first, who has to approve, or why it would be refused.</summary>
    /// <param name="period">The local month, 2011-07.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<PeriodOutlookAnswer> GetPeriodAsync(string period, CancellationToken cancellationToken = default) =>
        client.GetAsync<PeriodOutlookAnswer>($"{Path}/periods/{Paths.Escape(period)}", cancellationToken, waits: false);

    /// <summary>
    /// Closes a period for good, or asks for it where a second person has to approve. Closed again, it gets the first answer again. All
    /// that is due by its end is carried out first, which may take minutes.
    /// </summary>
    /// <param name="period">The local month, 2011-07.</param>
    /// <param name="key">The id of the command.</param>
    /// <param name="cancellationToken">Gives up; the same command goes on where it ended.</param>
    /// <exception cref="LedgerException">It is refused: the period is not over, or another one is closed next.</exception>
    public Task<PeriodAnswer> ClosePeriodAsync(string period, string key, CancellationToken cancellationToken = default) =>
        client.CommandAsync<PeriodAnswer>($"{Path}/periods/{Paths.Escape(period)}/close", key, cancellationToken, ClosingMax);

    /// <summary>Approves, as a second person, that a period is closed.</summary>
    /// <inheritdoc cref="ClosePeriodAsync"/>
    /// <exception cref="LedgerException">It is refused: nobody, or the same person, asked for it.</exception>
    public Task<PeriodAnswer> ApprovePeriodCloseAsync(string period, string key, CancellationToken cancellationToken = default) =>
        client.CommandAsync<PeriodAnswer>($"{Path}/periods/{Paths.Escape(period)}/close/approve", key, cancellationToken, ClosingMax);

    /// <summary>The accounts of the general ledger that the books are posted to.</summary>
    /// <exception cref="LedgerException">None were set (<c>no_accounting</c>).</exception>
    public Task<AccountingAnswer> GetAccountingAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<AccountingAnswer>($"{Path}/accounting", cancellationToken, waits: false);

    /// <summary>Sets the accounts of the general ledger; they replace those before.</summary>
    /// <exception cref="LedgerException">One makes no sense, or names no book.</exception>
    public Task<AccountingAnswer> SetAccountingAsync(AccountingDocument document, CancellationToken cancellationToken = default) =>
        SendAsync<AccountingAnswer>(HttpMethod.Put, "accounting", document, cancellationToken);

    /// <summary>What to post to the general ledger for a local month.</summary>
    /// <param name="period">The month, 2011-07.</param>
    /// <param name="unit">Only this unit: points, cashback or fund.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<JournalAnswer> GetJournalAsync(string period, string? unit = null, CancellationToken cancellationToken = default)
    {
        var only = unit is null ? "" : $"&unit={Paths.Escape(unit)}";
        return client.GetAsync<JournalAnswer>($"{Path}/reports/journal?period={Paths.Escape(period)}{only}", cancellationToken);
    }

    /// <summary>An order as it now stands, with what the rules give for it.</summary>
    public Task<OrderAnswer<Entry>> GetOrderAsync(string source, string orderId, CancellationToken cancellationToken = default) =>
        client.GetAsync<OrderAnswer<Entry>>($"{Path}/orders/{Paths.Escape(source)}/{Paths.Escape(orderId)}", cancellationToken);

    /// <summary>The accounts, by id.</summary>
    public IAsyncEnumerable<AccountListed> ListAccountsAsync(CancellationToken cancellationToken = default) =>
        PagesAsync<AccountsAnswer, AccountListed>("accounts?", page => page.Accounts, page => page.Next, cancellationToken);

    /// <summary>How many accounts the program has, and in which tiers.</summary>
    public Task<TiersAnswer> CountTiersAsync(CancellationToken cancellationToken = default) =>
        client.GetAsync<TiersAnswer>($"{Path}/tiers", cancellationToken);

    /// <summary>The orders as they now stand, the ones that were recorded last first.</summary>
    /// <param name="accountId">Only those of this account.</param>
    /// <param name="source">Only those of this source.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IAsyncEnumerable<OrderListed> ListOrdersAsync(
        string? accountId = null, string? source = null, CancellationToken cancellationToken = default)
    {
        var list = accountId is null ? "orders?" : $"accounts/{Paths.Escape(accountId)}/orders?";
        if (source is not null) list += $"source={Paths.Escape(source)}&";
        return PagesAsync<OrdersAnswer, OrderListed>(list, page => page.Orders, page => Text(page.Next), cancellationToken);
    }

    /// <summary>The holds of an account, the latest first.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="state">Only those in this state: held, captured, released or expired.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IAsyncEnumerable<HoldListed> ListHoldsAsync(
        string accountId, string? state = null, CancellationToken cancellationToken = default) =>
        PagesAsync<HoldsAnswer, HoldListed>(
            $"accounts/{Paths.Escape(accountId)}/holds?{InState(state)}", page => page.Holds, page => Text(page.Next), cancellationToken);

    /// <summary>The vouchers of an account, the latest first.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="state">Only those in this state: issued, used or cancelled.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IAsyncEnumerable<VoucherListed> ListVouchersAsync(
        string accountId, string? state = null, CancellationToken cancellationToken = default) =>
        PagesAsync<VouchersAnswer, VoucherListed>(
            $"accounts/{Paths.Escape(accountId)}/vouchers?{InState(state)}", page => page.Vouchers, page => Text(page.Next),
            cancellationToken);

    /// <summary>An account's wallets.</summary>
    public Task<BalanceAnswer> GetBalanceAsync(string accountId, CancellationToken cancellationToken = default) =>
        client.GetAsync<BalanceAnswer>($"{Account(accountId)}/balance", cancellationToken);

    /// <summary>One wallet of an account; null when nothing was ever credited to it.</summary>
    public async Task<WalletBalance?> GetWalletAsync(
        string accountId, string owner = "account", string unit = "points", CancellationToken cancellationToken = default)
    {
        var balance = await GetBalanceAsync(accountId, cancellationToken).ConfigureAwait(false);
        return balance.Wallets.FirstOrDefault(wallet => wallet.Owner == owner && wallet.Unit == unit);
    }

    /// <summary>Tier, qualifying amount, gap to the next tier, next review.</summary>
    public Task<StandingAnswer> GetStandingAsync(string accountId, CancellationToken cancellationToken = default) =>
        client.GetAsync<StandingAnswer>($"{Account(accountId)}/standing", cancellationToken);

    /// <summary>The rebates of closed periods.</summary>
    public Task<RebatesAnswer> GetRebatesAsync(string accountId, CancellationToken cancellationToken = default) =>
        client.GetAsync<RebatesAnswer>($"{Account(accountId)}/rebates", cancellationToken);

    /// <summary>The lots with value left, by number.</summary>
    public IAsyncEnumerable<LotListed> ListLotsAsync(string accountId, CancellationToken cancellationToken = default) =>
        PagesAsync<LotsAnswer, LotListed>(
            $"accounts/{Paths.Escape(accountId)}/lots?", page => page.Lots, page => Text(page.Next), cancellationToken);

    /// <summary>Every movement of an account's value, numbered without gaps.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="after">Number of an entry: only those after it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IAsyncEnumerable<Entry> ListEntriesAsync(string accountId, long after = 0, CancellationToken cancellationToken = default) =>
        PagesAsync<EntriesAnswer<Entry>, Entry>(
            $"accounts/{Paths.Escape(accountId)}/entries?", page => page.Entries, page => Text(page.Next), cancellationToken, Text(after));

    /// <summary>
    /// An account's statement as a PDF: for each wallet the opening balance, every entry of the period and the closing balance, and what
    /// expires; at its foot the position and the chain value of the log that it was made of.
    /// </summary>
    /// <param name="accountId">The account.</param>
    /// <param name="from">The first local day of the period; null: from the beginning.</param>
    /// <param name="to">The first local day after it; null: to the end of what is known.</param>
    /// <param name="language">en, de, ru, fr or es.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file as it comes; to be disposed of.</returns>
    /// <exception cref="LedgerException">
    /// <c>statement_too_long</c>: more than 20,000 lines; <c>bad_language</c>, <c>unknown_account</c>, and what any read may be refused
    /// with.
    /// </exception>
    public Task<Stream> GetStatementPdfAsync(
        string accountId, DateOnly? from = null, DateOnly? to = null, string language = "en", CancellationToken cancellationToken = default)
    {
        var bounds = Bound("from", from) + Bound("to", to);
        return client.OpenAsync($"{Account(accountId)}/statement.pdf?lang={Uri.EscapeDataString(language)}{bounds}", cancellationToken);

        static string Bound(string name, DateOnly? day) =>
            day is { } date ? string.Create(CultureInfo.InvariantCulture, $"&{name}={date:yyyy-MM-dd}") : "";
    }

    /// <summary>How an entry came about.</summary>
    public Task<ExplanationAnswer<Entry>> ExplainAsync(Guid entry, CancellationToken cancellationToken = default) =>
        client.GetAsync<ExplanationAnswer<Entry>>($"{Path}/entries/{entry}/explanation", cancellationToken);

    /// <summary>A hold as it is now.</summary>
    public Task<HoldAnswer> GetHoldAsync(string holdId, CancellationToken cancellationToken = default) =>
        client.GetAsync<HoldAnswer>($"{Path}/holds/{Paths.Escape(holdId)}", cancellationToken, waits: false);

    /// <summary>A redemption as it is now.</summary>
    public Task<RedemptionAnswer> GetRedemptionAsync(string redemptionId, CancellationToken cancellationToken = default) =>
        client.GetAsync<RedemptionAnswer>($"{Path}/redemptions/{Paths.Escape(redemptionId)}", cancellationToken, waits: false);

    /// <summary>A voucher as it is now.</summary>
    public Task<VoucherAnswer> GetVoucherAsync(string code, CancellationToken cancellationToken = default) =>
        client.GetAsync<VoucherAnswer>($"{Path}/vouchers/{Paths.Escape(code)}", cancellationToken, waits: false);

    /// <summary>The facts that were refused for good.</summary>
    public IAsyncEnumerable<RejectionAnswer> ListRejectedAsync(bool onlyOpen = false, CancellationToken cancellationToken = default) =>
        PagesAsync<RejectionsAnswer, RejectionAnswer>(
            onlyOpen ? "rejected?open=true&" : "rejected?", page => page.Rejected, page => Text(page.Next), cancellationToken);

    /// <summary>
    /// The program's events by position, each once and in order, without end: at the end of the log it waits for more until it is
    /// cancelled. Keep the position of the last one that was dealt with, and begin after it the next time.
    /// </summary>
    /// <param name="after">Position after which to begin; 0: from the beginning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<EventListed> FollowEventsAsync(
        long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var cursor = Text(after)!; ;)
        {
            var page = await client.GetAsync<EventsAnswer>(
                string.Create(CultureInfo.InvariantCulture, $"{Path}/events?limit={PageMax}&after={cursor}&waitSeconds={WaitSeconds}"),
                cancellationToken, waits: false).ConfigureAwait(false);
            foreach (var one in page.Events) yield return one;
            cursor = page.Next;
        }
    }

    private string Account(string accountId) => $"{Path}/accounts/{Paths.Escape(accountId)}";

    private static string InState(string? state) => state is null ? "" : $"state={Paths.Escape(state)}&";

    private static string? Text(long? cursor) => cursor?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The things of a list, page after page.</summary>
    /// <param name="list">The end of its address, up to where its query goes on.</param>
    internal async IAsyncEnumerable<T> PagesAsync<TPage, T>(
        string list, Func<TPage, IReadOnlyList<T>> items, Func<TPage, string?> next, [EnumeratorCancellation] CancellationToken ct,
        string? first = null)
    {
        var cursor = first;
        do
        {
            var after = cursor is null ? "" : $"&after={Uri.EscapeDataString(cursor)}";
            var page = await client.GetAsync<TPage>(
                string.Create(CultureInfo.InvariantCulture, $"{Path}/{list}limit={PageMax}{after}"), ct).ConfigureAwait(false);
            foreach (var item in items(page)) yield return item;
            cursor = next(page);
        }
        while (cursor is not null);
    }
}
