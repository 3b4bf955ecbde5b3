using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Endpoints.Validation;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>Reading and setting the letterhead of a program's papers: name and logo.</summary>
internal static class LetterheadEndpoints
{
    // The largest picture in base64, and some room for a name.
    private const int BytesMax = 512 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        program.MapGet("/letterhead", ShowAsync).RequireScope(Scopes.ProgramAdmin, Scopes.AccountsRead, Scopes.FinanceRead)
            .Describe("getLetterhead", ApiTags.Programs, "Shows what stands at the head of a program's papers").HasTag()
            .RefusesWith([Refusals.UnknownProgram]).Answers<ProgramLetterhead>();
        program.MapPut("/letterhead", PutAsync).RequireScope(Scopes.ProgramAdmin)
            .Describe("putLetterhead", ApiTags.Programs, "Says what stands at the head of a program's papers")
            .Takes(typeof(ProgramLetterhead)).Answers<ProgramLetterhead>()
            .RefusesWith([
                Refusals.UnknownProgram, Refusals.MalformedJson, Refusals.UnknownField, Refusals.InvalidValue, Refusals.MalformedText,
                Refusals.TooLarge,
            ]);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Programs programs, IDocumentStore marten, string program)
    {
        if (programs.Find(program) is null) return Problem.UnknownProgram(program);
        await using var session = marten.QuerySession(program);
        var kept = await session.LoadAsync<Letterhead>(Letterhead.OnlyId, context.RequestAborted);
        return EntityTags.Json(context, new ProgramLetterhead(kept?.Name, kept?.Logo is { } logo ? Convert.ToBase64String(logo) : null));
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, Programs programs, IDocumentStore marten, TimeProvider time, LetterheadValidator validator, string program)
    {
        if (await RequestBody.ReadAsync(context.Request, BytesMax, context.RequestAborted) is not { } body)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"A letterhead is at most {BytesMax} bytes.");
        }

        if (RecordReader.Read<ProgramLetterhead>(body, KnownMembers.None, out var refusal) is not { } head)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, refusal!.Code!, refusal.Message!);
        }

        if (programs.Find(program) is null) return Problem.UnknownProgram(program);
        if (validator.Validate(head).Refusal() is { } refused)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, refused.Code!, refused.Message!);
        }

        await using var session = marten.LightweightSession(program);
        session.Store(new Letterhead
        {
            Name = head.Name,
            Logo = head.Logo is { } logo ? LetterheadValidator.PictureOf(logo) : null,
            ChangedAt = time.GetUtcNow(),
            ChangedBy = Principals.Of(context),
        });
        await session.SaveChangesAsync(context.RequestAborted);
        return Results.Json(head, Wire.Options);
    }
}
