namespace Ledger.Host.State;

/// <summary>
/// Identifies an account of a program. Keys are ordered as the database orders them with collation "C", by bytes, so that sorted results of
/// queries can be merged.
/// </summary>
internal readonly record struct AccountKey(string Program, string Account) : IComparable<AccountKey>
{
    /// <summary>Compares as UTF-8 bytes; comparing UTF-16 units would order characters beyond the basic plane differently.</summary>
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
