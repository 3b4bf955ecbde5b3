using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>
/// One mechanic of a program: its events, its kinds of due work, its commands and what follows for it from a recorded fact. A mechanic
/// overrides those it has. Its place in <see cref="AllMechanics.InOrder"/> puts it into force; nothing else has to name it.
/// </summary>
internal abstract class Mechanic
{
    /// <summary>
    /// How its events change an account. A movement of value is already posted to lots and wallet when its case is applied.
    /// </summary>
    public virtual IEnumerable<EventCase<Account>> Events => [];

    /// <summary>Its kinds of due work, in the order in which they are carried out when their times tie.</summary>
    public virtual IEnumerable<DueKind> Due => [];

    /// <summary>The kinds of commands that it decides.</summary>
    public virtual IEnumerable<CommandKind> Commands => [];

    /// <summary>Records what follows for this mechanic from a fact.</summary>
    public virtual void Follow(Recorder recorder, RecordedFact fact)
    {
    }

    /// <summary>
    /// Records what follows for this mechanic at the end: once everything that follows from a fact or command, and what fell due with it,
    /// is recorded.
    /// </summary>
    public virtual void Conclude(Recorder recorder)
    {
    }
}

/// <summary>A kind of work that falls due for an account by itself.</summary>
internal abstract class DueKind
{
    /// <summary>When such work of the account next falls due; null when none is in sight.</summary>
    public abstract DateTimeOffset? NextAt(ProgramCatalog catalog, Account account);

    /// <summary>
    /// The same, but null when such work falls due only after <paramref name="until"/>; an implementation may also return that later time.
    /// </summary>
    public virtual DateTimeOffset? NextAt(ProgramCatalog catalog, Account account, DateTimeOffset until) => NextAt(catalog, account);

    /// <summary>
    /// When the account has to be looked at again: after <paramref name="after"/>, and no later than the next work of this kind. Null when
    /// none is in sight.
    /// </summary>
    /// <param name="after">Up to when due work is carried out.</param>
    public virtual DateTimeOffset? LookAgainAt(ProgramCatalog catalog, Account account, DateTimeOffset after) => NextAt(catalog, account);

    /// <summary>
    /// Whether the program's versions determine when such work falls due, so that publishing or retiring one may move it to an earlier
    /// time.
    /// </summary>
    public virtual bool DependsOn(ProgramCatalog catalog) => false;

    /// <summary>Carries out the work that falls due at a time; the first piece only, where several fall due at once.</summary>
    /// <param name="at">The due time, as <see cref="NextAt(ProgramCatalog, Account)"/> returned it.</param>
    public abstract void CarryOut(Recorder recorder, DateTimeOffset at);
}
