using Ledger.Domain.Accounts;

namespace Ledger.Host.State;

/// <summary>An account in memory with the version of its row: what is saved is compared and set.</summary>
internal sealed class LoadedAccount(Account account, long rowVersion)
{
    private DateTimeOffset lookedAt;

    /// <summary>The account as the last decision left it.</summary>
    public Account Account { get; set; } = account;

    /// <summary>The account as its row has it, or will have once the batch on its way is committed.</summary>
    public Account Saved { get; private set; } = account;

    /// <summary>Up to when its due work is known to be carried out: its clock, or later where somebody looked and there was
    /// nothing.</summary>
    public DateTimeOffset CarriedOutUntil => lookedAt > Account.Clock ? lookedAt : Account.Clock;

    public long RowVersion { get; private set; } = rowVersion;

    /// <summary>The number of the batch that used it last: what was used longest ago leaves the cache first.</summary>
    public long UsedInBatch { get; set; }

    /// <summary>Says that what was due by then is carried out.</summary>
    public void LookedAt(DateTimeOffset until) => lookedAt = until > lookedAt ? until : lookedAt;

    /// <summary>What was decided is on its way to the tables.</summary>
    public void Save()
    {
        Saved = Account;
        RowVersion++;
    }
}
