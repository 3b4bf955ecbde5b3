using Ledger.Domain.Accounts;

namespace Ledger.Host.State;

/// <summary>An account in memory, with the row version for the compare-and-set.</summary>
internal sealed class LoadedAccount(Account account, long rowVersion)
{
    private DateTimeOffset lookedAt;

    /// <summary>The account as the last decision left it.</summary>
    public Account Account { get; set; } = account;

    /// <summary>The account as its row has it, or will have once the batch on its way is committed.</summary>
    public Account Saved { get; private set; } = account;

    /// <summary>Up to when its due work is known to be carried out: its clock, or a later time at which nothing was found due.</summary>
    public DateTimeOffset CarriedOutUntil => lookedAt > Account.Clock ? lookedAt : Account.Clock;

    public long RowVersion { get; private set; } = rowVersion;

    /// <summary>The number of the batch that used it last, for evicting the least recently used.</summary>
    public long UsedInBatch { get; set; }

    /// <summary>Notes that everything due at or before a time is carried out.</summary>
    public void LookedAt(DateTimeOffset until) => lookedAt = until > lookedAt ? until : lookedAt;

    /// <summary>
    /// Notes that a batch that saves the account is being committed. Older versions of the account cannot be read any more.
    /// </summary>
    public void Save()
    {
        Account.EndOlder(Saved);
        Saved = Account;
        RowVersion++;
    }
}
