using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Ledger.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>
/// What an order would give if it were placed: decided like any other, on a copy of the account, and forgotten. It binds nobody and nothing is written.
/// </summary>
internal static class SimulationsEndpoint
{
    private const string Anything = "simulation";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/programs/{program}/simulations", SimulateAsync).RequireScope(Scopes.AccountsRead);

    private static async Task<IResult> SimulateAsync(
        HttpContext context, NpgsqlDataSource dataSource, Programs programs, IEvaluations evaluations, Writer writer, TimeProvider time, string program)
    {
        var ct = context.RequestAborted;
        var (body, tooLarge) = await OrdersEndpoints.BodyAsync(context.Request, ct);
        if (tooLarge is not null) return Refused(tooLarge);
        var read = Read(body, program);
        if (read.Fact is not OrderPlaced placed) return Refused(read.Refusal!);
        if (FactChecks.Check(placed, time.GetUtcNow()) is { } refusal) return Refused(refusal);
        if (programs.Find(program) is not { Catalog.Versions.Count: > 0 } state) return Refused(Outcome.Reject(Refusals.UnknownProgram, $"There is no published program {program}."));

        Positions.Write(context, writer.Head);
        var account = await LoadAsync(dataSource, program, placed.AccountId, ct);
        var recorder = new Recorder(state, account, time.GetUtcNow());
        try
        {
            var step = OrderFacts.Decide(recorder, new Order(program, placed.Source, placed.OrderId), placed, "", () => default);
            if (step is not Step.Ask ask) return Refused(((Step.Done)step).Outcome);
            var answers = await evaluations.AskAsync([new Question(state.Catalog, ask.Order, ask.Standing)], ct);
            var evaluation = answers[0].Evaluation ?? throw new OverflowException();
            ask.Then(evaluation);
            return Results.Json(new Simulation(program, account.Id, ask.Order.ProgramVersion, evaluation.Frozen.Tier, account.Tier!, evaluation), Wire.Options);
        }
        catch (OverflowException)
        {
            return Refused(Outcome.Reject(Refusals.Overflow, "A result is beyond what the ledger can hold."));
        }
    }

    // Whoever only asks need not say under which key.
    private static ReadFact Read(byte[] body, string program)
    {
        var known = new Dictionary<string, string> { ["program"] = program };
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var name in new[] { "source", "orderId" })
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object && !document.RootElement.TryGetProperty(name, out _)) known[name] = Anything;
            }
        }
        catch (JsonException)
        {
            // The reader says what is wrong with it.
        }

        return FactReader.Read(body, nameof(OrderPlaced), known);
    }

    private static async Task<Account> LoadAsync(NpgsqlDataSource dataSource, string program, string account, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var loaded = await AccountTable.LoadAsync(connection, [(program, account)], ct);
        while (loaded[0].Account.MergedInto is { } into) loaded = await AccountTable.LoadAsync(connection, [(program, into)], ct);
        if (loaded[0].RowVersion > 0) await LotTable.LoadOpenAsync(connection, loaded, ct);
        return loaded[0].Account;
    }

    private static IResult Refused(Outcome refusal) => Problem.Of(Answers.StatusOf(refusal.Code!), refusal.Code!, refusal.Message!);

    /// <param name="Tier">Before the order.</param>
    /// <param name="TierAfter">After it.</param>
    /// <param name="Evaluation">Entitlement and points, with what applied and what did not and why.</param>
    private sealed record Simulation(string Program, string AccountId, int ProgramVersion, string Tier, string TierAfter, OrderEvaluation Evaluation);
}
