using System.Globalization;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Which part of a list a request asks for.</summary>
public readonly record struct Page(string? After, int Limit)
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1_000;

    /// <summary>A cursor that is a number; 0 is the beginning.</summary>
    public long Number => After is null ? 0 : long.Parse(After, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The same in a list that begins with the largest number: what comes next lies below it.</summary>
    public long Before => After is null ? long.MaxValue : Number;

    /// <summary><c>limit</c>, for the description of an endpoint.</summary>
    public static QueryParameter LimitParameter { get; } =
        new("limit", "How many the page has at most; 100 without it.", typeof(int), "bad_limit") { Minimum = 1, Maximum = LimitMax };

    /// <summary><c>after</c> as a number.</summary>
    public static QueryParameter AfterNumber { get; } =
        new("after", "The next of the page before; without it the first page.", typeof(long), "bad_cursor") { Minimum = 0 };

    /// <summary><c>after</c> as a text.</summary>
    public static QueryParameter AfterText { get; } =
        new("after", "The next of the page before; without it the first page.", typeof(string));

    /// <summary>The cursor of the next page, also as the address in Link; null when this one is not full.</summary>
    /// <param name="context">The request; call it before the body.</param>
    /// <param name="count">How many this page has.</param>
    /// <param name="last">The cursor of the last one; looked at only when the page is full.</param>
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

    // The address as it was asked for, with another cursor: ids in a path stay escaped.
    private static void WriteLink(HttpContext context, string cursor)
    {
        ArgumentNullException.ThrowIfNull(context);
        var others = (context.Request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Split('=')[0] is not "after");
        var query = string.Join('&', [.. others, $"after={Uri.EscapeDataString(cursor)}"]);
        context.Response.Headers.Link = $"<{Segments.PathOf(context)}?{query}>; rel=\"next\"";
    }

    /// <summary>Reads <c>after</c> and <c>limit</c>; answers a problem when they make no sense.</summary>
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
            return Problem.OfParameter("bad_cursor", "after", "after is the number that the page before gave as next.");
        }

        page = new Page(after, limit);
        return null;
    }
}
