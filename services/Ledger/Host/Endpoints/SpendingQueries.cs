using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Spending;
using Ledger.Host.State;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Rules.Domain.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Host.Endpoints;

/// <summary>
/// Shows holds, redemptions, adjustments and vouchers as they are now. They are read from the writer's own tables, so that callers read
/// their own writes.
/// </summary>
internal static class SpendingQueries
{
    private static readonly string[] Readers = [Scopes.AccountsRead, Scopes.SpendWrite, Scopes.AdjustWrite, Scopes.AdjustApprove];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        One(program, "/holds/{id}", SpendingKinds.Hold, Refusals.UnknownHold, Hold);
        One(program, "/redemptions/{id}", SpendingKinds.Redemption, Refusals.UnknownRedemption, Redemption);
        One(program, "/adjustments/{id}", SpendingKinds.Adjustment, Refusals.UnknownAdjustment, Adjustment);
        One(program, "/vouchers/{id}", SpendingKinds.Voucher, Refusals.UnknownVoucher, Voucher);
        program.MapGet("/adjustments", WaitingAsync)
            .RequireScope(Scopes.AccountsRead, Scopes.AdjustWrite, Scopes.AdjustApprove)
            .Describe("listAdjustments", ApiTags.Commands, "Lists the adjustments that wait for approval").HasPosition()
            .HasPages(isNumeric: false).Answers<AdjustmentsAnswer>();
    }

    private static void One<T>(RouteGroupBuilder program, string path, string kind, string unknown, Func<SpendingRow, T> show)
        where T : class =>
        program
            .MapGet(
                path,
                async (HttpContext context, NpgsqlDataSource dataSource, Writer writer, string program, string id) =>
                {
                    Positions.Write(context, writer.Head);
                    await using var connection = await dataSource.OpenConnectionAsync(context.RequestAborted);
                    var rows = await SpendingTable.LoadAsync(connection, [new SpendingKey(program, kind, id)], context.RequestAborted);
                    return rows.Count == 0
                        ? Problem.Of(StatusCodes.Status404NotFound, unknown, $"There is no {kind} {id}.")
                        : EntityTags.Json(context, show(rows[0]));
                }
            )
            .RequireScope(Readers)
            .Describe($"get{char.ToUpperInvariant(kind[0])}{kind[1..]}", ApiTags.Commands, $"Shows a {kind} as it is now")
            .HasPosition()
            .HasTag()
            .Refuses(StatusCodes.Status404NotFound, unknown)
            .Answers<T>();

    /// <summary>Lists adjustments that wait for approval, ordered by id.</summary>
    private static async Task<IResult> WaitingAsync(HttpContext context, NpgsqlDataSource dataSource, Writer writer, string program)
    {
        if (Page.Read(context, out var page, isNumeric: false) is { } problem) return problem;
        Positions.Write(context, writer.Head);
        await using var command = dataSource.CreateCommand($"""
            select {SpendingTable.Shape.Columns("s")} from ledger_spending s
             where program = $1 and kind = 'adjustment' and is_open and id > $2 order by id limit $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = page.After ?? "" });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = page.Limit });
        var adjustments = new List<AdjustmentAnswer>();
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        while (await reader.ReadAsync(context.RequestAborted)) adjustments.Add(Adjustment(SpendingTable.Shape.Read(reader)));
        var next = page.Next(context, adjustments.Count, adjustments.LastOrDefault()?.Id);
        return Results.Json(new AdjustmentsAnswer(adjustments, next), Wire.Options);
    }

    private static HoldAnswer Hold(SpendingRow row)
    {
        var hold = SpendingKind.Hold.Read(row);
        return new HoldAnswer(
            row.Key.Id, row.Account, hold.Wallet.Owner, hold.Wallet.Unit, HoldStateNames.NameOf(hold.State), hold.ExpiresAt, hold.Lots,
            hold.Number, hold.Order, hold.PartnerId);
    }

    private static RedemptionAnswer Redemption(SpendingRow row)
    {
        var redemption = SpendingKind.Redemption.Read(row);
        return new RedemptionAnswer(
            row.Key.Id, row.Account, redemption.Wallet.Owner, redemption.Wallet.Unit, redemption.Amount, redemption.Restored,
            [.. redemption.Lots.Select(part => new RedeemedLot(part.Lot, part.Amount, part.Restored))], redemption.Number, redemption.Order,
            redemption.Reward, redemption.PartnerId, redemption.OrderNet);
    }

    private static AdjustmentAnswer Adjustment(SpendingRow row)
    {
        var asked = SpendingKind.Adjustment.Read(row);
        return new AdjustmentAnswer(
            row.Key.Id, row.Account, asked.Wallet.Owner, asked.Wallet.Unit, asked.Amount, asked.Reason, asked.RequestedBy,
            asked.RequestedAt, AdjustmentStateNames.NameOf(asked.State));
    }

    private static VoucherAnswer Voucher(SpendingRow row)
    {
        var voucher = SpendingKind.Voucher.Read(row);
        return new VoucherAnswer(
            row.Key.Id, row.Account, voucher.Code, voucher.Redemption, voucher.Value, VoucherStateNames.NameOf(voucher.State),
            voucher.ValidUntil);
    }
}
