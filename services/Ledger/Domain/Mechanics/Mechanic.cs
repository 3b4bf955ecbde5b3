using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>
/// One mechanic of a program. It owns its events, its kinds of due work, its commands and what follows for it from a recorded fact; a
/// mechanic overrides what it has of these. It is put into force by its place in <see cref="AllMechanics.InOrder"/>, and nothing else has
/// to know of it.
/// </summary>
internal abstract class Mechanic
{
    /// <summary>What its events make of an account. A movement of value has been posted to its lots and wallet by then.</summary>
    public virtual IEnumerable<EventCase<Account>> Events => [];

    /// <summary>Its kinds of due work, in the order in which they are carried out when their times tie.</summary>
    public virtual IEnumerable<DueKind> Due => [];

    /// <summary>Its commands.</summary>
    public virtual IEnumerable<CommandKind> Commands => [];

    /// <summary>Records what follows for it from a fact.</summary>
    public virtual void Follow(Recorder recorder, RecordedFact fact)
    {
    }

    /// <summary>Records what follows for it once all that a fact brought, and what fell due with it, is recorded.</summary>
    public virtual void Conclude(Recorder recorder)
    {
    }
}

/// <summary>A kind of work that falls due for an account by itself.</summary>
internal abstract class DueKind
{
    /// <summary>When the account next has such work; null when nothing that is known now ever falls due.</summary>
    public abstract DateTimeOffset? NextAt(ProgramCatalog catalog, Account account);

    /// <summary>The same, looking no further than a time.</summary>
    public virtual DateTimeOffset? NextAt(ProgramCatalog catalog, Account account, DateTimeOffset until) => NextAt(catalog, account);

    /// <summary>
    /// A time after <paramref name="after"/> and not after the next work of this kind: when somebody has to look again. Null when nothing
    /// that is known now ever falls due.
    /// </summary>
    /// <param name="after">Up to when everything was carried out.</param>
    public virtual DateTimeOffset? LookAgainAt(ProgramCatalog catalog, Account account, DateTimeOffset after) => NextAt(catalog, account);

    /// <summary>Whether the versions of a program say when such work falls due, so that one that is published or retired may bring it
    /// forward.</summary>
    public virtual bool DependsOn(ProgramCatalog catalog) => false;

    /// <summary>Carries out the work that falls due at that time, the first of it where there is more.</summary>
    /// <param name="at">What <see cref="NextAt(ProgramCatalog, Account)"/> said.</param>
    public abstract void CarryOut(Recorder recorder, DateTimeOffset at);
}
