using System.Globalization;
using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>The header that says how far the log had come with this answer (domain.md §6).</summary>
public static class Positions
{
    /// <summary>Writes the header; call it before the body.</summary>
    public static void Write(HttpContext context, long position)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers[LedgerHeaders.Position] = position.ToString(CultureInfo.InvariantCulture);
    }
}
