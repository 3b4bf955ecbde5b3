using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Domain.Reading;
using Ledger.EventLog;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>Reading and setting the general-ledger accounts that a program's books are posted to.</summary>
internal static class AccountingEndpoints
{
    private const int BodyBytesMax = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        program.MapGet("/accounting", ShowAsync).RequireScope(Scopes.FinanceRead, Scopes.FinanceClose, Scopes.ProgramAdmin)
            .Describe("getAccounting", ApiTags.Reports, "Shows the accounts that the books are posted to").HasPosition().HasTag()
            .RefusesWith([Refusals.UnknownProgram, Accounting.NoAccounting]).Answers<AccountingAnswer>();
        program.MapPut("/accounting", SetAsync).RequireScope(Scopes.FinanceClose, Scopes.ProgramAdmin)
            .Describe("setAccounting", ApiTags.Reports, "Sets the accounts that the books are posted to").HasPosition()
            .Takes(typeof(AccountingDocument)).Answers<AccountingAnswer>()
            .RefusesWith([
                Refusals.UnknownProgram, Refusals.MalformedJson, Refusals.UnknownField, Refusals.InvalidValue, Refusals.NumberOutOfRange,
                Refusals.MalformedText, Refusals.TooLarge, Refusals.UnknownUnit, Refusals.Conflict, Accounting.MalformedAccount,
                Accounting.UnknownBook,
            ]);
    }

    // Read from the stream, because another process may have set the accounts.
    private static async Task<IResult> ShowAsync(HttpContext context, EventStore store, Programs programs)
    {
        var program = Segments.Program(context);
        Positions.Write(context, (await store.ReadHeadAsync(context.RequestAborted)).Position);
        if (await programs.ReadAsync(program, context.RequestAborted) is not { Catalog.Versions.Count: > 0 } state)
        {
            return Problem.UnknownProgram(program);
        }

        return state.Accounting is { } set ? EntityTags.Json(context, Shown(set))
            : Answers.OfRefusal(Outcome.Reject(Accounting.NoAccounting, $"No accounts were set for program {program}."));
    }

    private static async Task<IResult> SetAsync(HttpContext context, Writer writer, Programs programs)
    {
        if (await RequestBody.ReadAsync(context.Request, BodyBytesMax, context.RequestAborted) is not { } body)
        {
            return Answers.OfRefusal(Outcome.Reject(Refusals.TooLarge, $"The accounts are at most {BodyBytesMax} bytes."));
        }

        if (RecordReader.Read<AccountingDocument>(body, KnownMembers.None, out var refusal) is not { } document)
        {
            return Answers.OfRefusal(refusal!);
        }

        if (Accounting.Check(document) is { Count: > 0 } wrong)
        {
            var errors = wrong.Select(error => new DocumentError(error.Path, error.Code, error.Message)).ToList();
            return Problem.Of(
                Answers.StatusOf(wrong[0].Code), wrong[0].Code, wrong[0].Message, new Dictionary<string, object?> { ["errors"] = errors });
        }

        var (program, principal) = (Segments.Program(context), Principals.Of(context));
        var done = await writer.DoAsync(
            new ProgramWork(program, (state, now) => Accounting.Set(state, document, now, principal)), context.RequestAborted);
        Positions.Write(context, done.Position);
        return done.Outcome.Kind is OutcomeKind.Recorded or OutcomeKind.Repeated
            ? Results.Json(Shown(programs.Find(program)!.Accounting!), Wire.Options)
            : Answers.Of(context, done);
    }

    private static AccountingAnswer Shown(AccountingSet set) =>
        new(set.Program, Accounting.InOrder(set.Document), set.RecordedAt, set.Principal);
}
