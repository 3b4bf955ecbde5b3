using System.Globalization;
using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Writes the header with the position of the log that an answer reflects (domain.md §6).</summary>
public static class Positions
{
    /// <summary>Writes the header. Call this before the body is written.</summary>
    public static void Write(HttpContext context, long position)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers[LedgerHeaders.Position] = position.ToString(CultureInfo.InvariantCulture);
    }
}
