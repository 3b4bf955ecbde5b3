using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Vouchers of an account by <c>state</c>, the latest first.</summary>
internal static class VoucherEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        program.MapGet("/accounts/{account}/vouchers", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, account, ct) => ListAsync(context, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.SpendWrite)
            .Describe("listVouchers", ApiTags.Accounts, "Lists an account's vouchers, the latest first").OfAccount().HasTag().HasPages()
            .Reads(StateFilter.Parameter(VoucherView.States)).Answers<VouchersAnswer>();

    private static async Task<IResult> ListAsync(
        HttpContext context, Snapshot snapshot, ProgramState program, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } bad) return bad;
        if (StateFilter.Read(context, VoucherView.States, out var state) is { } problem) return problem;
        var vouchers = await snapshot.Command(
                $"""
                select t.code, {VoucherTable.Columns} from {snapshot.Schema}.vouchers t
                 where t.account = any($1) and t.position < $2 and ($3 is null or t.state = $3) order by t.position desc limit $4
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers]), Snapshot.Value(page.Before), Snapshot.Value(state),
                Snapshot.Value(page.Limit))
            .ListAsync(row => (Code: row.GetString(0), Row: VoucherTable.Read(row, 1)), ct);
        return Answer.Json(new VouchersAnswer(
            account.AccountId, vouchers.ConvertAll(voucher => Show(voucher.Code, voucher.Row, program.MinorDigits)), account.MergedInto,
            page.Next(context, vouchers.Count, vouchers.LastOrDefault().Row?.Position)));
    }

    private static VoucherListed Show(string code, VoucherRow row, int digits) => new(
        code, row.RedemptionId, Shown.Scaled(row.Value, digits), row.State, row.IssuedAt, row.ValidUntil, row.Order, row.EndedAt);
}
