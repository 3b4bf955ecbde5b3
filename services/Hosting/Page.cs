using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Which part of a list a request asks for.</summary>
public readonly record struct Page(string? After, int Limit)
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1_000;

    /// <summary>A cursor that is a number; 0 is the beginning.</summary>
    public long Number => After is null ? 0 : long.Parse(After, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Reads <c>after</c> and <c>limit</c>; answers a problem when they make no sense.</summary>
    public static IResult? Read(HttpContext context, out Page page, bool isNumeric = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = context.Request.Query;
        var after = query["after"] is [{ Length: > 0 } cursor] ? cursor : null;
        var limit = LimitDefault;
        page = new Page(after, limit);
        if (query["limit"] is [{ } text] && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LimitMax))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "bad_limit", $"limit is a whole number from 1 to {LimitMax}.");
        }

        if (isNumeric && after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "bad_cursor", "after is the next of the page before.");
        }

        page = new Page(after, limit);
        return null;
    }
}
