using Npgsql;

namespace Ledger.Host.State;

/// <summary>Loads accounts with everything that decisions always need, so that every reader of the state sees the same account.</summary>
internal static class AccountLoading
{
    /// <summary>
    /// The accounts' rows, their open lots, and their open holds and claims, activities and terms of memberships, in the order of the keys.
    /// An account without a row is empty.
    /// </summary>
    public static async Task<LoadedAccount[]> LoadAsync(
        NpgsqlConnection connection, IReadOnlyList<AccountKey> keys, CancellationToken ct)
    {
        var loaded = await AccountStateTable.LoadAsync(connection, keys, ct);
        var existing = loaded.Where(account => account.RowVersion > 0).ToList();
        if (existing.Count == 0) return loaded;
        await LotStateTable.LoadOpenAsync(connection, existing, ct);
        await SpendingTable.LoadKeptAsync(connection, existing, ct);
        return loaded;
    }
}
