using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host;

/// <summary>Answers in the form that all messages have.</summary>
internal static class Answer
{
    public static IResult Json(object value, int status = StatusCodes.Status200OK) => Results.Json(value, Wire.Options, statusCode: status);
}
