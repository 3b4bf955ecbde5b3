using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Lists an account's vouchers by <c>state</c>, the latest first.</summary>
internal static class VoucherEndpoints
{
    private static readonly AccountStates<(string Code, VoucherRow Row)> OfAccount = new(
        "vouchers", $"t.code, {VoucherTable.Columns}", VoucherStateNames.All, row => (row.GetString(0), VoucherTable.Read(row, 1)),
        voucher => voucher.Row.Position, IsLatestFirst: true);

    public static void Map(IEndpointRouteBuilder program) =>
        program.MapGet("/accounts/{account}/vouchers", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, account, ct) => ListAsync(context, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.SpendWrite)
            .Describe("listVouchers", ApiTags.Accounts, "Lists an account's vouchers, the latest first").OfAccount().HasTag().HasPages()
            .Reads(StateFilter.Parameter(VoucherStateNames.All)).Answers<VouchersAnswer>();

    private static Task<IResult> ListAsync(
        HttpContext context, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct) =>
        OfAccount.AnswerAsync(
            context, snapshot, account,
            (vouchers, next) => new VouchersAnswer(
                account.AccountId, vouchers.ConvertAll(voucher => Show(voucher.Code, voucher.Row, program.MinorDigits)),
                account.MergedInto, next),
            ct);

    private static VoucherListed Show(string code, VoucherRow row, int digits) => new(
        code, row.RedemptionId, ValueFormat.Scaled(row.Value, digits), VoucherStateNames.NameOf(row.State), row.IssuedAt,
        row.ValidUntil, row.Order, row.EndedAt);
}
