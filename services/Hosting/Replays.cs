using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Writes the header that distinguishes a command's first outcome from its repetition.</summary>
public static class Replays
{
    /// <summary>Marks the answer as a repetition of the first outcome. Call this before the body is written.</summary>
    public static void Write(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers[LedgerHeaders.IdempotencyReplayed] = "true";
    }
}
