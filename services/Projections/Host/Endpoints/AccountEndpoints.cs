using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>Accounts: the list, balances, standings and rebates.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/accounts", (HttpContext context, Views views) => views.AnswerAsync(context, (snapshot, state, ct) => ListAsync(context, snapshot, state, ct))).RequireScope(Scopes.AccountsRead);
        program.MapGet("/accounts/{account}/balance", (HttpContext context, Views views) => views.AnswerAsync(context, (snapshot, state, account, ct) => BalanceAsync(context, views, snapshot, state, account, ct))).RequireScope(Scopes.AccountsRead);
        program.MapGet("/accounts/{account}/standing", (HttpContext context, Views views) => views.AnswerAsync(context, StandingAsync)).RequireScope(Scopes.AccountsRead);
        program.MapGet("/accounts/{account}/rebates", (HttpContext context, Views views) => views.AnswerAsync(context, RebatesAsync)).RequireScope(Scopes.AccountsRead);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (Page.Read(context, out var page, isNumeric: false) is { } problem) return problem;
        var accounts = await snapshot.Command(
                $"select account_id, orders, tier, clock, merged_into from {snapshot.Schema}.accounts where program = $1 and account_id > $2 order by account_id limit $3",
                Snapshot.Value(program.Program), Snapshot.Value(page.After ?? ""), Snapshot.Value(page.Limit))
            .ListAsync(row => new { AccountId = row.GetString(0), Orders = row.GetInt64(1), Tier = row.TextOrNull(2), Clock = row.At(3), MergedInto = row.TextOrNull(4) }, ct);
        return Answer.Json(new { Accounts = accounts, Next = accounts.Count < page.Limit ? null : accounts[^1].AccountId });
    }

    private static async Task<IResult> BalanceAsync(HttpContext context, Views views, Snapshot snapshot, ProgramState program, AccountState account, CancellationToken ct)
    {
        var past = PastBalance.Read(context, out var problem);
        if (problem is not null) return problem;
        var owner = context.Request.Query["owner"] is [{ } one] ? one : null;
        var unit = context.Request.Query["unit"] is [{ } other] ? other : null;
        if (past is not null)
        {
            var then = (await past.WalletsAsync(views, snapshot, account, ct)).Where(wallet => (owner ?? wallet.Key.Owner) == wallet.Key.Owner && (unit ?? wallet.Key.Unit) == wallet.Key.Unit)
                .Select(wallet => Wallet(wallet.Key.Owner, wallet.Key.Unit, wallet.Row, program.MinorDigits));
            return Answer.Json(new { account.AccountId, account.MergedInto, EffectiveAsOf = past.Effective, RecordedAsOf = past.Recorded, Wallets = then });
        }

        var wallets = await snapshot.Command(
                $"""
                select w.owner, w.unit, {WalletTable.Columns} from {snapshot.Schema}.wallets w
                 where w.account = $1 and ($2 is null or w.owner = $2) and ($3 is null or w.unit = $3)
                 order by w.owner <> 'account', w.owner, w.unit
                """,
                Snapshot.Value(account.Row.Number), Snapshot.Value(owner), Snapshot.Value(unit))
            .ListAsync(row => Wallet(row.GetString(0), row.GetString(1), WalletTable.Read(row, 2), program.MinorDigits), ct);
        return Answer.Json(new { account.AccountId, account.MergedInto, Clock = program.ClockOf(account.Row), Wallets = wallets });
    }

    private static object Wallet(string owner, string unit, WalletRow row, int minorDigits)
    {
        var digits = unit == Shown.Points ? 0 : minorDigits;
        return new
        {
            Owner = owner,
            Unit = unit,
            Pending = Shown.Scaled(row.Pending, digits),
            Available = Shown.Scaled(row.AvailableShown, digits),
            Held = Shown.Scaled(row.Held, digits),
            Arrears = Shown.Scaled(row.Arrears, digits),
            Accrued = Shown.Scaled(row.Accrued, digits),
            Reversed = Shown.Scaled(row.Reversed, digits),
            Redeemed = Shown.Scaled(row.Redeemed, digits),
            Expired = Shown.Scaled(row.Expired, digits),
            Adjusted = Shown.Scaled(row.Adjusted, digits),
        };
    }

    private static async Task<IResult> StandingAsync(Snapshot snapshot, ProgramState program, AccountState account, CancellationToken ct)
    {
        var clock = program.ClockOf(account.Row);
        if (account.Row.Tier is null) return Answer.Json(new { account.AccountId, account.MergedInto, account.Row.Orders, Clock = clock });
        var shown = StandingReport.Of(program.Catalog, account.Row, clock, await account.MeasuresAsync(snapshot, ct));
        return Answer.Json(new
        {
            account.AccountId,
            account.MergedInto,
            shown.Tier,
            shown.Since,
            shown.Metric,
            shown.NextTier,
            shown.Gap,
            shown.GraceUntil,
            shown.ReviewAt,
            shown.Orders,
            shown.TenureMonths,
            shown.Clock,
        });
    }

    private static async Task<IResult> RebatesAsync(Snapshot snapshot, ProgramState program, AccountState account, CancellationToken ct)
    {
        var rebates = await snapshot.Command(
                $"""
                select a.account_id, r.rebate, r.period, {RebateTable.Columns} from {snapshot.Schema}.rebates r join {snapshot.Schema}.accounts a on a.number = r.account
                 where r.account = any($1) order by r.rebate, r.period_start, a.account_id
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers]))
            .ListAsync(row => (ClosedBy: row.GetString(0), Rebate: row.GetString(1), Period: row.GetString(2), Row: RebateTable.Read(row, 3)), ct);
        return Answer.Json(new
        {
            account.AccountId,
            account.MergedInto,
            Rebates = rebates.Select(rebate => new
            {
                rebate.Rebate,
                rebate.Period,
                rebate.Row.PeriodStart,
                Basis = Shown.Rounded(rebate.Row.Basis, program.Catalog.Version(rebate.Row.ProgramVersion)),
                Amount = Shown.Scaled(rebate.Row.Amount, program.MinorDigits),
                ClosedBy = rebate.ClosedBy == account.AccountId ? null : rebate.ClosedBy,
            }),
        });
    }
}
