using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Microsoft.AspNetCore.Http;

namespace Ledger.Host.Endpoints;

/// <summary>The header <c>Idempotency-Key</c>, which every command carries once.</summary>
internal static class IdempotencyHeader
{
    /// <summary>Reads the key. Returns a refusal, with an empty key, when there is no key or more than one; else null.</summary>
    public static Outcome? Read(HttpRequest request, out string key)
    {
        var given = request.Headers[LedgerHeaders.IdempotencyKey];
        key = given is [{ Length: > 0 } only] ? only : "";
        if (given.Count > 1)
        {
            return Outcome.Reject(Refusals.MalformedId, $"The header {LedgerHeaders.IdempotencyKey} is there {given.Count} times.");
        }

        return key.Length == 0
            ? Outcome.Reject(Refusals.IdempotencyKeyRequired, $"A command carries the header {LedgerHeaders.IdempotencyKey}.")
            : null;
    }
}
