using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Writes answers as JSON, with the same options as all messages.</summary>
internal static class Answer
{
    /// <summary>An answer with a body that is JSON already, with its position and entity tag; 304 when the caller's tag matches.</summary>
    public static IResult Body(HttpContext context, KeptAnswer answer)
    {
        Positions.Write(context, answer.Position);
        if (EntityTags.IsKnown(context, answer.Tag)) return EntityTags.NotModified;
        context.Response.Headers.ETag = answer.Tag;
        return Results.Bytes(answer.Body, MediaTypes.Json);
    }

    public static IResult Json(object value, int status = StatusCodes.Status200OK) => Results.Json(value, Wire.Options, statusCode: status);
}
