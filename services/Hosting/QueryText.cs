using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Checks the query of a request before it is read: each parameter must be valid Unicode and occur only once.</summary>
public static class QueryText
{
    /// <summary>Null when the query is valid; otherwise the answer 400 with the parameter's name.</summary>
    public static IResult? FaultOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = context.Request.QueryString.Value;
        if (string.IsNullOrEmpty(query)) return null;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = part.IndexOf('=', StringComparison.Ordinal);
            if (PercentText.Decode((mark < 0 ? part : part[..mark]).Replace('+', ' '), out var fault) is not { } name)
            {
                return Problem.Of(StatusCodes.Status400BadRequest, "malformed_text", $"The name of a parameter {fault}.");
            }

            if (mark >= 0 && PercentText.Decode(part[(mark + 1)..].Replace('+', ' '), out fault) is null)
            {
                return Problem.OfParameter("malformed_text", name, $"{name} {fault}.");
            }

            if (!seen.Add(name)) return Problem.OfParameter("invalid_value", name, $"{name} is there twice.");
        }

        return null;
    }
}
