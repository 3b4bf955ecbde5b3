namespace Ledger.Host.State;

/// <summary>
/// Names an account of a program. Ordered in the order in which the database compares bytes, so that several results can be merged.
/// </summary>
internal readonly record struct AccountKey(string Program, string Account) : IComparable<AccountKey>
{
    /// <summary>The order of UTF-8 bytes; that of UTF-16 units differs beyond the basic plane.</summary>
    public int CompareTo(AccountKey other) =>
        Compare(Program, other.Program) is var order && order != 0 ? order : Compare(Account, other.Account);

    private static int Compare(string a, string b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] == b[i]) continue;
            return char.IsSurrogate(a[i]) == char.IsSurrogate(b[i]) ? a[i].CompareTo(b[i]) : char.IsSurrogate(a[i]) ? 1 : -1;
        }

        return a.Length.CompareTo(b.Length);
    }
}
