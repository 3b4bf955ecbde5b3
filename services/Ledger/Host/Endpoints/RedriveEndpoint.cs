using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.EventLog;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>Submits a refused fact again, once the reason for the refusal is gone (domain.md §2). Idempotent.</summary>
internal static class RedriveEndpoint
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/programs/{program}/rejected/{id}/redrive", RedriveAsync).RequireScope(Scopes.OrdersWrite).Redrives();

    private static async Task<IResult> RedriveAsync(
        HttpContext context, EventStore store, Facts facts, Writer writer, string program, string id)
    {
        var fact = Identifiers.IsId(program) ? await RejectedFacts.ReadAsync(store, program, id, context.RequestAborted) : null;
        if (fact is null)
        {
            return Problem.Of(StatusCodes.Status404NotFound, "unknown_rejection", $"There is no rejection {id} in program {program}.");
        }
        if (fact.Redriven is not null) return Shown(context, id, new Done(Outcome.Repeated, writer.Head));
        if (program == KeptRefusal.NoProgram) return NotRedrivable("It names no program, so there is nowhere to hand it in.");
        if (RejectedFacts.IsEnvelope(fact.Rejected))
        {
            return NotRedrivable("It is a message that could not be read; its sender must send it anew in a form that can.");
        }
        if (fact.Rejected.FactType is { } type && !FactReader.Names.Contains(type))
        {
            return NotRedrivable("It is a command; whether it is still wanted is its sender's to say.");
        }
        if (writer.IsFull)
        {
            return Problem.Busy();
        }

        var task = await facts.RedriveAsync(RejectedFacts.Read(fact.Rejected), id, Principals.Of(context), context.RequestAborted);
        return Shown(context, id, await task.WaitAsync(AnswerWithin, context.RequestAborted));
    }

    private static IResult Shown(HttpContext context, string id, Done done)
    {
        Positions.Write(context, done.Position);
        var outcome = done.Outcome;
        return outcome.Kind is OutcomeKind.Rejected or OutcomeKind.Conflict
            ? Problem.Of(
                StatusCodes.Status409Conflict, outcome.Code!, outcome.Message!, new Dictionary<string, object?> { ["rejectedId"] = id })
            : Results.Json(new RedriveAnswer(id, Answers.NameOf(outcome.Kind), done.Position), Wire.Options);
    }

    private static IResult NotRedrivable(string sentence) => Problem.Of(StatusCodes.Status409Conflict, "not_redrivable", sentence);
}
