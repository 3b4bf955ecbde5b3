using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Ledger.Hosting;

/// <summary>
/// Ids in a path. Ids may contain a slash or a percent sign, and the server leaves an escaped slash as it is while it unescapes the rest;
/// so ids are taken from the request line, once, and everybody reads the same ones: who decides whether a key opens a path and who acts on it.
/// </summary>
public static class Segments
{
    public static string Program(HttpContext context) => ProgramOf(context) ?? "";

    public static string Account(HttpContext context) => Of(context, "account") ?? "";

    public static string Source(HttpContext context) => Of(context, "source") ?? "";

    public static string OrderId(HttpContext context) => Of(context, "orderId") ?? "";

    public static string Id(HttpContext context) => Of(context, "id") ?? "";

    /// <summary>The program that the path is about; null when it is about none.</summary>
    public static string? ProgramOf(HttpContext context) => Of(context, "program");

    /// <summary>
    /// Puts the ids of the request line in place of those that routing found. False, and 404, when the line does not have the form of the
    /// route it was taken for, as a path with dots in it.
    /// </summary>
    public static bool Align(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern: { Parameters.Count: > 0 } pattern }) return true;
        if (TryAlign(context, pattern.PathSegments)) return true;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return false;
    }

    private static bool TryAlign(HttpContext context, IReadOnlyList<RoutePatternPathSegment> pattern)
    {
        var raw = PathOf(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "").Split('/')[1..];
        var count = raw is [.., ""] ? raw.Length - 1 : raw.Length;
        for (var i = 0; i < pattern.Count; i++)
        {
            if (pattern[i] is not { IsSimple: true, Parts: [RoutePatternParameterPart parameter] })
            {
                if (i >= count || (pattern[i] is { IsSimple: true, Parts: [RoutePatternLiteralPart literal] } && !raw[i].Equals(literal.Content, StringComparison.OrdinalIgnoreCase))) return false;
                continue;
            }

            if (parameter.IsCatchAll) return true;
            if (i >= count) return false;
            context.Request.RouteValues[parameter.Name] = Uri.UnescapeDataString(raw[i]);
        }

        return count == pattern.Count;
    }

    // A proxy may send the whole address.
    private static string PathOf(string target)
    {
        var start = target.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && !target.StartsWith('/') ? target.IndexOf('/', scheme + 3) : 0;
        var path = start < 0 ? "/" : target[start..];
        return path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? path[..query] : path;
    }

    private static string? Of(HttpContext context, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.RouteValues.TryGetValue(name, out var value) ? value as string : null;
    }
}
