using System.Globalization;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>The page of a list that a request asks for.</summary>
public readonly record struct Page(string? After, int Limit)
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1_000;

    /// <summary>The cursor of a list with numeric cursors; 0 is the beginning.</summary>
    public long Number => After is null ? 0 : long.Parse(After, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The cursor of a list in descending order: the page has the entries below this number.</summary>
    public long Before => After is null ? long.MaxValue : Number;

    /// <summary>The parameter <c>limit</c>, for the description of an endpoint.</summary>
    public static QueryParameter LimitParameter { get; } =
        new("limit", "The most entries of the page; 100 without it.", typeof(int), "bad_limit") { Minimum = 1, Maximum = LimitMax };

    /// <summary>The parameter <c>after</c> of a list with numeric cursors.</summary>
    public static QueryParameter AfterNumber { get; } =
        new("after", "The value of next in the previous page; without it the first page.", typeof(long), "bad_cursor") { Minimum = 0 };

    /// <summary>The parameter <c>after</c> of a list with text cursors.</summary>
    public static QueryParameter AfterText { get; } =
        new("after", "The value of next in the previous page; without it the first page.", typeof(string));

    /// <summary>The cursor of the next page, also written as an address into the header Link; null when this page is not full, so that it
    /// is the last.</summary>
    /// <param name="context">The request. Call this before the body is written.</param>
    /// <param name="count">Number of entries on this page.</param>
    /// <param name="last">The cursor of the page's last entry; used only when the page is full.</param>
    public string? Next(HttpContext context, int count, string? last)
    {
        if (count < Limit || last is null) return null;
        WriteLink(context, last);
        return last;
    }

    /// <inheritdoc cref="Next(HttpContext, int, string?)"/>
    public long? Next(HttpContext context, int count, long? last)
    {
        if (count < Limit || last is not { } cursor) return null;
        WriteLink(context, cursor.ToString(CultureInfo.InvariantCulture));
        return cursor;
    }

    // Built from the raw request target, so that ids in the path stay escaped; only the cursor changes.
    private static void WriteLink(HttpContext context, string cursor)
    {
        ArgumentNullException.ThrowIfNull(context);
        var others = (context.Request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Split('=')[0] is not "after");
        var query = string.Join('&', [.. others, $"after={Uri.EscapeDataString(cursor)}"]);
        context.Response.Headers.Link = $"<{Segments.PathOf(context)}?{query}>; rel=\"next\"";
    }

    /// <summary>Reads <c>after</c> and <c>limit</c>; returns a problem when one of them is invalid, otherwise null.</summary>
    public static IResult? Read(HttpContext context, out Page page, bool isNumeric = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = context.Request.Query;
        var after = query["after"] is [{ Length: > 0 } cursor] ? cursor : null;
        var limit = LimitDefault;
        page = new Page(after, limit);
        if (query["limit"] is [{ } text]
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LimitMax))
        {
            return Problem.OfParameter("bad_limit", "limit", $"limit is a whole number from 1 to {LimitMax}.");
        }

        if (isNumeric && after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Problem.OfParameter("bad_cursor", "after", "after is the number that the previous page has as next.");
        }

        page = new Page(after, limit);
        return null;
    }
}
