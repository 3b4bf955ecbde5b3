using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Evaluation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Lists accounts, and shows their balances, standings and rebates.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/accounts", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, ct) => ListAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listAccounts", ApiTags.Accounts, "Lists the accounts").OfProgram().HasTag().HasPages(isNumeric: false)
            .Answers<AccountsAnswer>();
        program.MapGet("/accounts/{account}/balance", async (HttpContext context, Views views) =>
                await views.AnswerShortlyAsync(context, AccountQuestion.Balance, Balance)
                ?? await views.AnswerAsync(
                    context, (snapshot, state, account, ct) => BalanceAsync(context, views, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("getBalance", ApiTags.Accounts, "Shows an account's wallets").OfAccount().HasTag()
            .Reads(QueryParameters.Owner, QueryParameters.Unit, QueryParameters.EffectiveAsOf, QueryParameters.RecordedAsOf)
            .Answers<BalanceAnswer>();
        program.MapGet("/accounts/{account}/standing", async (HttpContext context, Views views) =>
                await views.AnswerShortlyAsync(context, AccountQuestion.Standing, Standing)
                ?? await views.AnswerAsync(context, StandingAsync))
            .RequireScope(Scopes.AccountsRead)
            .Describe("getStanding", ApiTags.Accounts, "Shows where an account stands").OfAccount().HasTag().Answers<StandingAnswer>();
        program.MapGet("/accounts/{account}/rebates", (HttpContext context, Views views) => views.AnswerAsync(context, RebatesAsync))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listRebates", ApiTags.Accounts, "Lists the rebates of closed periods").OfAccount().HasTag().Answers<RebatesAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (Page.Read(context, out var page, isNumeric: false) is { } problem) return problem;
        var accounts = await snapshot.Command(
                $"select account_id, orders, tier, clock, merged_into from {snapshot.Schema}.accounts where program = $1 and "
                + $"account_id > $2 order by account_id limit $3",
                Snapshot.Value(program.Program), Snapshot.Value(page.After ?? ""), Snapshot.Value(page.Limit))
            .ListAsync(row => new AccountListed(row.GetString(0), row.GetInt64(1), row.At(3), row.TextOrNull(2), row.TextOrNull(4)), ct);
        return Answer.Json(new AccountsAnswer(accounts, page.Next(context, accounts.Count, accounts.LastOrDefault()?.AccountId)));
    }

    private static async Task<IResult> BalanceAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct)
    {
        var past = PastBalance.Read(context, out var problem);
        if (problem is not null) return problem;
        var owner = context.Request.Query["owner"] is [{ } one] ? one : null;
        var unit = context.Request.Query["unit"] is [{ } other] ? other : null;
        if (past is not null)
        {
            var then = (await past.WalletsAsync(views, snapshot, account, ct))
                .Where(wallet => (owner ?? wallet.Key.Owner) == wallet.Key.Owner && (unit ?? wallet.Key.Unit) == wallet.Key.Unit)
                .Select(wallet => Wallet(wallet.Key.Owner, wallet.Key.Unit, wallet.Row, program)).ToList();
            return Answer.Json(new BalanceAnswer(
                account.AccountId, then, account.MergedInto, EffectiveAsOf: past.Effective, RecordedAsOf: past.Recorded));
        }

        var wallets = await snapshot.Command(
                $"""
                {WalletTable.OfAccount(snapshot.Schema)}
                 where a.number = $1 and ($2 is null or w.owner = $2) and ($3 is null or w.unit = $3) {WalletTable.InOrder}
                """,
                Snapshot.Value(account.Row.Number), Snapshot.Value(owner), Snapshot.Value(unit))
            .ListAsync(WalletTable.ReadOwned, ct);
        return Answer.Json(Balance(new AccountReading(snapshot.Position, program, account, wallets, new Measures())));
    }

    private static BalanceAnswer Balance(AccountReading reading) => new(
        reading.Account.AccountId,
        [.. reading.Wallets.Select(wallet => Wallet(wallet.Owner, wallet.Unit, wallet.Row, reading.Program))],
        reading.Account.MergedInto, reading.Program.ClockOf(reading.Account.Row));

    private static WalletBalance Wallet(string owner, string unit, WalletRow row, QueriedProgram program)
    {
        var (digits, totals) = (program.DigitsOf(unit), row.Totals);
        return new WalletBalance(
            owner, unit, Of(totals.Pending), Of(totals.Available), Of(totals.Held), Of(totals.Arrears), Of(totals.Accrued),
            Of(totals.Reversed), Of(totals.Redeemed), Of(totals.Expired), Of(totals.Adjusted));

        decimal Of(decimal amount) => ValueFormat.Scaled(amount, digits);
    }

    private static async Task<IResult> StandingAsync(
        Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct) =>
        Answer.Json(Standing(new AccountReading(
            snapshot.Position, program, account, [], await account.MeasuresAsync(snapshot, program, ct),
            await account.MemberAsync(snapshot, program, ct))));

    private static StandingAnswer Standing(AccountReading reading)
    {
        var (_, program, account, _, measures, member) = reading;
        var clock = program.ClockOf(account.Row);
        if (account.Row.Since is null) return new StandingAnswer(account.AccountId, account.Row.Orders, clock, account.MergedInto);
        var shown = StandingReport.Of(program.Catalog, account.Row, clock, measures);
        return new StandingAnswer(
            account.AccountId, shown.Orders, shown.Clock, account.MergedInto, shown.Tier, shown.Since, shown.Metric, shown.NextTier,
            shown.Gap, shown.GraceUntil, shown.ReviewAt, shown.TenureMonths, member?.Judged.Segments, member?.Judged.Perks,
            member?.Judged.Loyalty, member?.Memberships, member?.Nps);
    }

    private static async Task<IResult> RebatesAsync(Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct)
    {
        var rebates = await snapshot
            .Command(
                $"""
                select a.account_id, r.rebate, r.period, {RebateTable.Columns} from {snapshot.Schema}.rebates r
                  join {snapshot.Schema}.accounts a on a.number = r.account
                 where r.account = any($1) order by r.rebate, r.period_start, a.account_id
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers])
            )
            .ListAsync(
                row => (ClosedBy: row.GetString(0), Rebate: row.GetString(1), Period: row.GetString(2), Row: RebateTable.Read(row, 3)), ct);
        var shown = rebates.ConvertAll(rebate => new RebateListed(
            rebate.Rebate, rebate.Period, rebate.Row.PeriodStart,
            ValueFormat.Rounded(rebate.Row.Basis, program.Catalog.Version(rebate.Row.ProgramVersion)),
            ValueFormat.Scaled(rebate.Row.Amount, program.MinorDigits),
            rebate.ClosedBy == account.AccountId ? null : rebate.ClosedBy));
        return Answer.Json(new RebatesAnswer(account.AccountId, shown, account.MergedInto));
    }
}
