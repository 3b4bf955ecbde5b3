using System.Security.Cryptography;
using System.Text;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Orders;

/// <summary>
/// How a refused fact is stored: under an id computed from the refusal's code, what the fact is about and its payload, so that the same
/// refusal of the same payload is stored once (decisions/0008).
/// </summary>
public static class KeptRefusal
{
    /// <summary>The tenant of facts whose program is missing or is no valid id.</summary>
    public const string NoProgram = "-";

    /// <summary>The tenant that keeps the refusal of a fact.</summary>
    /// <param name="program">The program as the fact names it: any text, or null.</param>
    public static string TenantOf(string? program) => Identifiers.IsId(program) ? program! : NoProgram;

    /// <summary>The event that stores the refusal.</summary>
    /// <param name="transport">The transport that it came over: http or bus.</param>
    public static OrderRejected Of(RefusedFact refused, string transport, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(refused);
        var (code, message) = (refused.Outcome.Code!, refused.Outcome.Message);
        var id = Convert.ToHexStringLower(SHA256
                .HashData(Encoding.UTF8.GetBytes($"{code}\n{refused.FactType}\n{refused.Source}\n{refused.OrderId}\n{refused.Payload}"))
                .AsSpan(0, 16));
        return new OrderRejected(
            TenantOf(refused.Program), id, code, Storable(message)!, transport, Storable(refused.Payload)!, recordedAt, recordedAt,
            refused.FactType, Storable(refused.Source), Storable(refused.OrderId));
    }

    // PostgreSQL's JSON cannot hold U+0000 or half a surrogate pair: each becomes the replacement character, so that readers see that
    // something was there.
    private static string? Storable(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
