using System.Text.Json;
using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>The row-lock design as a service: one request and one transaction per fact.</summary>
internal sealed class RowLockService : IAsyncDisposable
{
    private readonly WebApplication app;

    private RowLockService(WebApplication app) => this.app = app;

    /// <summary>The service's address.</summary>
    public Uri Address => new(app.Urls.Single());

    /// <summary>Starts it on a free port of this machine.</summary>
    /// <param name="database">With the tables of RowLocks.sql.</param>
    /// <param name="together">As <see cref="RowLockOrders"/> says.</param>
    public static async Task<RowLockService> StartAsync(NpgsqlDataSource database, bool together)
    {
        var app = LoopbackWeb.Build();
        app.MapPost(
            "/orders",
            (HttpContext request) => CarryOutAsync<OrderPlaced>(request, database, together, (orders, order) => orders.PlaceAsync(order)));
        app.MapPost("/returns", (HttpContext request) =>
                CarryOutAsync<OrderReturned>(request, database, together, (orders, returned) => orders.ReturnAsync(returned)));
        await app.StartAsync();
        return new RowLockService(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task CarryOutAsync<TFact>(
        HttpContext request, NpgsqlDataSource database, bool together, Func<RowLockOrders, TFact, Task> carryOut)
    {
        var fact = (await JsonSerializer.DeserializeAsync<TFact>(request.Request.Body, Wire.Options, request.RequestAborted))!;
        await using var connection = await database.OpenConnectionAsync(request.RequestAborted);
        await using var transaction = await connection.BeginTransactionAsync(request.RequestAborted);
        await carryOut(new RowLockOrders(connection, together), fact);
        await transaction.CommitAsync(request.RequestAborted);
        request.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
