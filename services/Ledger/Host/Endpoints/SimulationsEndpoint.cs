using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Endpoints.Validation;
using Ledger.Host.State;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Host.Endpoints;

/// <summary>
/// Shows what an order would give if it were placed. It is decided like a real order, but nothing is written and the answer binds nobody.
/// </summary>
internal static class SimulationsEndpoint
{
    private const string Anything = "simulation";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/programs/{program}/simulations", SimulateAsync).RequireScope(Scopes.AccountsRead).TakesSimulation();

    private static async Task<IResult> SimulateAsync(
        HttpContext context, NpgsqlDataSource dataSource, Programs programs, IEvaluations evaluations, Writer writer,
        OrderPlacedValidator validator, TimeProvider time)
    {
        var (program, ct) = (Segments.Program(context), context.RequestAborted);
        if (await RequestBody.ReadAsync(context.Request, KeptText.BytesMax, ct) is not { } body)
        {
            return Answers.OfRefusal(Outcome.Reject(Refusals.TooLarge, $"An order is at most {KeptText.BytesMax} bytes."));
        }

        // A simulation needs no source and order id of its own, so missing ones get a default.
        var known = new KnownMembers
        {
            Address = new Dictionary<string, string> { ["program"] = program },
            Fallback = new Dictionary<string, string> { ["source"] = Anything, ["orderId"] = Anything },
        };
        var read = FactReader.Read(body, nameof(OrderPlaced), known);
        if (read.Fact is not OrderPlaced placed) return Answers.OfRefusal(read.Refusal!);
        if (validator.Validate(placed).Refusal() is { } malformed) return Answers.OfRefusal(malformed);
        if (programs.Find(program) is not { Catalog.Versions.Count: > 0 } state)
        {
            return Answers.OfRefusal(Outcome.Reject(Refusals.UnknownProgram, $"There is no published program {program}."));
        }

        Positions.Write(context, writer.Head);
        var account = await LoadAsync(dataSource, program, placed.AccountId, ct);
        var before = new LedgerState(state, account) { Order = new Order(program, placed.Source, placed.OrderId) };
        // An order dated ahead is decided as if its time had come, because the question is what the order will give.
        var now = time.GetUtcNow();
        var command = new RecordFact(placed, "", () => default, placed.PlacedAt > now ? placed.PlacedAt : now);
        var decision = Decisions.Decide(before, command);
        var evaluated = decision is Decision.NeedsEvaluation { Request: var request }
            ? new Evaluated(request, (await evaluations.AskAsync([request], ct))[0].Evaluation)
            : null;
        return Decisions.Decide(before, command, evaluated) switch
        {
            Decision.Events { After.Account: { } after } => Results.Json(
                new SimulationAnswer(
                    program, after.Id, evaluated!.Request.Order.ProgramVersion, evaluated.Evaluation!.Frozen.Tier, after.Tier!,
                    evaluated.Evaluation),
                Wire.Options),
            Decision.Refusal refusal => Answers.OfRefusal(refusal.Outcome),
            _ => throw new System.Diagnostics.UnreachableException("An order that is not recorded yet is recorded or refused."),
        };
    }

    private static async Task<Account> LoadAsync(NpgsqlDataSource dataSource, string program, string account, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        while (true)
        {
            var loaded = (await AccountLoading.LoadAsync(connection, [new AccountKey(program, account)], ct))[0].Account;
            if (loaded.MergedInto is not { } into) return loaded;
            account = into;
        }
    }
}
