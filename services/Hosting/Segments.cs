using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Hosting;

/// <summary>
/// Ids in a path. Ids may contain a slash or a percent sign, and the server leaves an escaped slash as it is while it unescapes the rest;
/// so ids are taken from the request line.
/// </summary>
public static class Segments
{
    public static string Program(HttpContext context) => Of(context, "program", 3);

    public static string Account(HttpContext context) => Of(context, "account", 5);

    public static string Source(HttpContext context) => Of(context, "source", 5);

    public static string OrderId(HttpContext context) => Of(context, "orderId", 6);

    public static string Id(HttpContext context) => Of(context, "id", 5);

    private static string Of(HttpContext context, string name, int index)
    {
        ArgumentNullException.ThrowIfNull(context);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var segments = (query < 0 ? target : target[..query]).Split('/');
        return target.StartsWith('/') && index < segments.Length
            ? Uri.UnescapeDataString(segments[index])
            : Convert.ToString(context.Request.RouteValues[name], CultureInfo.InvariantCulture) ?? "";
    }
}
