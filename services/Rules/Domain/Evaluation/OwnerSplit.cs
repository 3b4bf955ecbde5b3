using System.Numerics;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>An order's points by owner: the contact's up to a cap (rounded down), the rest to the account; owners without points are left
/// out.</summary>
internal static class OwnerSplit
{
    /// <summary>The default of contactMaxSharePercent.</summary>
    public static readonly Exact WithoutCap = 100;

    public static IReadOnlyList<OwnerPoints> Of(long total, long ofContact, string? contactId, Exact capPercent)
    {
        if (total == 0) return [];
        if (contactId is null || ofContact == 0) return [new OwnerPoints(WalletOwners.Account, total)];
        var contact = (long)BigInteger.Min(ofContact, (capPercent / 100 * total).Floor());
        return contact == total ? [new OwnerPoints(contactId, contact)]
            : contact == 0 ? [new OwnerPoints(WalletOwners.Account, total)]
            : [new OwnerPoints(WalletOwners.Account, total - contact), new OwnerPoints(contactId, contact)];
    }
}
