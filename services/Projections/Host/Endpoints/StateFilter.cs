using Ledger.Hosting;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The query parameter <c>state</c> of a list.</summary>
internal static class StateFilter
{
    /// <summary>The parameter's description, for an endpoint.</summary>
    public static QueryParameter Parameter(IReadOnlyList<string> states) =>
        new("state", "Only those in this state.", typeof(string), "bad_state") { Values = states };

    /// <summary>Reads the parameter; <paramref name="state"/> is null for all states. Returns a problem for an unknown state.</summary>
    public static IResult? Read(HttpContext context, IReadOnlyList<string> states, out string? state)
    {
        state = context.Request.Query["state"] is [{ Length: > 0 } text] ? text : null;
        return state is null || states.Contains(state)
            ? null
            : Problem.OfParameter("bad_state", "state", $"state is one of {string.Join(", ", states)}.");
    }
}
