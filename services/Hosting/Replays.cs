using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>The header that tells the first outcome of a command from its repetition.</summary>
public static class Replays
{
    /// <summary>Says that the answer is the first outcome again; call it before the body.</summary>
    public static void Write(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers[LedgerHeaders.IdempotencyReplayed] = "true";
    }
}
