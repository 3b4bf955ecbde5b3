using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Ledger.Hosting;

/// <summary>
/// Ids in a path. They may contain a slash or a percent sign, and the web server unescapes everything but an escaped slash, which is
/// ambiguous. So ids are decoded once from the raw request line, and the access check and the endpoint use the same ids.
/// </summary>
public static class Segments
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["program"] = "The program's id.",
        ["account"] = "The account's id.",
        ["accountId"] = "The account's id.",
        ["source"] = "The order system.",
        ["orderId"] = "The order's id in its source.",
        ["activityId"] = "The activity's id.",
        ["purchaseId"] = "The id of the purchase of a membership.",
        ["currency"] = "ISO 4217 code.",
        ["from"] = "The instant from which the rate holds.",
        ["version"] = "Number of the program's version.",
        ["id"] = "The id.",
        ["holdId"] = "The hold's id: the Idempotency-Key that made it.",
        ["redemptionId"] = "The redemption's id: the Idempotency-Key that made it.",
        ["adjustmentId"] = "The adjustment's id: the Idempotency-Key that made it.",
        ["claimId"] = "The claim's id: the Idempotency-Key that made it.",
        ["grantId"] = "The grant's id.",
        ["code"] = "The voucher's code.",
        ["partner"] = "The partner's id.",
        ["period"] = "2011-Q3, 2011-07 or 2011.",
    };

    public static string Program(HttpContext context) => ProgramOf(context) ?? "";

    public static string Account(HttpContext context) => Of(context, "account") ?? "";

    public static string Source(HttpContext context) => Of(context, "source") ?? "";

    public static string OrderId(HttpContext context) => Of(context, "orderId") ?? "";

    public static string Period(HttpContext context) => Of(context, "period") ?? "";

    public static string Id(HttpContext context) => Of(context, "id") ?? "";

    /// <summary>What a parameter of a path means, for the OpenAPI document.</summary>
    internal static string MeaningOf(string parameter) => Meanings.GetValueOrDefault(parameter, $"The {parameter}.");

    /// <summary>The partner in the path; null when the path has none.</summary>
    public static string? PartnerOf(HttpContext context) => Of(context, "partner");

    /// <summary>The program in the path; null when the path has none.</summary>
    public static string? ProgramOf(HttpContext context) => Of(context, "program");

    /// <summary>
    /// Replaces the route values that routing found by the ids of the raw request line. Returns the answer 404 when the request line does
    /// not have the form of the matched route, as for a path with dot segments, 400 when a segment is not valid text, and otherwise null.
    /// </summary>
    public static IResult? Align(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern: { Parameters.Count: > 0 } pattern }) return null;
        // Without an escape, and with no dot segment removed, routing saw the path as it was sent, and its values are the ids.
        var sent = PathOf(context);
        if (!sent.Contains('%', StringComparison.Ordinal) && sent == context.Request.Path.Value) return null;
        if (TryAlign(context, sent, pattern.PathSegments, out var malformed)) return malformed;
        var (code, sentence) = Problem.OfStatus(StatusCodes.Status404NotFound, context);
        return Problem.Of(StatusCodes.Status404NotFound, code, sentence);
    }

    private static bool TryAlign(
        HttpContext context, string sent, IReadOnlyList<RoutePatternPathSegment> pattern, out IResult? malformed)
    {
        malformed = null;
        var raw = sent.Split('/')[1..];
        var count = raw is [.., ""] ? raw.Length - 1 : raw.Length;
        for (var i = 0; i < pattern.Count; i++)
        {
            if (pattern[i] is not { IsSimple: true, Parts: [RoutePatternParameterPart parameter] })
            {
                if (
                    i >= count
                    || (
                        pattern[i] is { IsSimple: true, Parts: [RoutePatternLiteralPart literal] }
                        && !raw[i].Equals(literal.Content, StringComparison.OrdinalIgnoreCase)
                    )
                )
                {
                    return false;
                }
                continue;
            }

            if (parameter.IsCatchAll) return true;
            if (i >= count) return parameter.IsOptional;
            if (PercentText.Decode(raw[i], out var fault) is { } text) context.Request.RouteValues[parameter.Name] = text;
            else malformed ??= Problem.OfParameter("malformed_text", parameter.Name, $"{parameter.Name} in the path {fault}.");
        }

        return count == pattern.Count;
    }

    /// <summary>The path of the raw request line, with its escapes.</summary>
    internal static string PathOf(HttpContext context)
    {
        // A proxy may send an absolute address.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var start =
            target.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && !target.StartsWith('/')
                ? target.IndexOf('/', scheme + 3)
                : 0;
        var path = start < 0 ? "/" : target[start..];
        return path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? path[..query] : path;
    }

    private static string? Of(HttpContext context, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.RouteValues.TryGetValue(name, out var value) ? value as string : null;
    }
}
