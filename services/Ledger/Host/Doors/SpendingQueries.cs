using System.Text.Json.Nodes;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Ledger.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>Holds, redemptions, adjustments and vouchers as they are now, from the writer's own tables: who writes reads their own writes.</summary>
internal static class SpendingQueries
{
    private static readonly string[] Readers = [Scopes.AccountsRead, Scopes.SpendWrite, Scopes.AdjustWrite, Scopes.AdjustApprove];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        One(program, "/holds/{id}", SpendingKinds.Hold, Refusals.UnknownHold);
        One(program, "/redemptions/{id}", SpendingKinds.Redemption, Refusals.UnknownRedemption);
        One(program, "/adjustments/{id}", SpendingKinds.Adjustment, Refusals.UnknownAdjustment);
        One(program, "/vouchers/{id}", SpendingKinds.Voucher, Refusals.UnknownVoucher);
        program.MapGet("/adjustments", WaitingAsync).RequireScope(Scopes.AccountsRead, Scopes.AdjustWrite, Scopes.AdjustApprove);
    }

    private static void One(RouteGroupBuilder program, string path, string kind, string unknown) =>
        program.MapGet(path, async (HttpContext context, NpgsqlDataSource dataSource, Writer writer, string program, string id) =>
        {
            Positions.Write(context, writer.Head);
            await using var connection = await dataSource.OpenConnectionAsync(context.RequestAborted);
            var rows = await SpendingTable.LoadAsync(connection, [(program, kind, id)], context.RequestAborted);
            return rows.Count == 0 ? Problem.Of(StatusCodes.Status404NotFound, unknown, $"There is no {kind} {id}.") : Results.Json(Shown(rows[0]));
        }).RequireScope(Readers);

    /// <summary>Adjustments that wait for approval, by id.</summary>
    private static async Task<IResult> WaitingAsync(HttpContext context, NpgsqlDataSource dataSource, Writer writer, string program)
    {
        if (Page.Read(context, out var page, isNumeric: false) is { } problem) return problem;
        Positions.Write(context, writer.Head);
        await using var command = dataSource.CreateCommand("""
            select program, kind, id, account_id, state::text from ledger_spending
             where program = $1 and kind = 'adjustment' and is_open and id > $2 order by id limit $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = program });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = page.After ?? "" });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = page.Limit });
        var adjustments = new List<JsonNode>();
        string? last = null;
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        while (await reader.ReadAsync(context.RequestAborted))
        {
            adjustments.Add(Shown(new SpendingRow(reader.GetString(0), reader.GetString(1), last = reader.GetString(2), reader.GetString(3), reader.GetString(4))));
        }

        return Results.Json(new { adjustments, next = adjustments.Count < page.Limit ? null : last });
    }

    // The stored document, with its id and account, and a wallet in one place.
    private static JsonObject Shown(SpendingRow row)
    {
        var shown = JsonNode.Parse(row.State)!.AsObject();
        shown["id"] = row.Id;
        shown["accountId"] = row.Account;
        if (shown["wallet"] is JsonObject wallet)
        {
            shown.Remove("wallet");
            shown["owner"] = wallet["owner"]?.DeepClone();
            shown["unit"] = wallet["unit"]?.DeepClone();
        }

        if (row.Kind == SpendingKinds.Redemption)
        {
            shown["amount"] = shown["lots"]!.AsArray().Sum(part => (decimal)part!["amount"]!);
            shown["restored"] = shown["lots"]!.AsArray().Sum(part => (decimal)part!["restored"]!);
        }

        return shown;
    }
}
