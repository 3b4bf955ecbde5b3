using System.Collections.Frozen;
using System.Diagnostics;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;

namespace Ledger.Domain.Spending;

/// <summary>One kind of command: what it names, and how it is decided.</summary>
internal abstract class CommandKind
{
    /// <summary>The command's type.</summary>
    public abstract Type Command { get; }

    /// <summary>The account that the command names; null when the account is that of the subject.</summary>
    public abstract string? AccountOf(ISpendingCommand command);

    /// <summary>The second account that the command names; null for a command about one account.</summary>
    public abstract string? OtherOf(ISpendingCommand command);

    /// <summary>What the command refers to by id; null when it refers to nothing.</summary>
    public abstract CommandSubject? SubjectOf(ISpendingCommand command);

    /// <summary>The order that the command spends value on; null when it names none.</summary>
    public abstract OrderName? OrderOf(ISpendingCommand command);

    /// <summary>
    /// The key of the order that the command's subject spends on: a capture spends on its hold's order. Null when there is none.
    /// </summary>
    /// <param name="account">The account that has the subject.</param>
    public abstract string? OrderOfSubject(ISpendingCommand command, Account account);

    /// <summary>The refusal when the command's subject is unknown.</summary>
    public abstract CommandEnd Unknown(ISpendingCommand command);

    /// <summary>Decides the command.</summary>
    public abstract CommandEnd Decide(CommandScope scope, ISpendingCommand command);
}

/// <summary>The base of a kind of command whose type is <typeparamref name="T"/>.</summary>
internal abstract class CommandKind<T> : CommandKind
    where T : class, ISpendingCommand
{
    public sealed override Type Command => typeof(T);

    public sealed override string? AccountOf(ISpendingCommand command) => AccountOf((T)command);

    public sealed override string? OtherOf(ISpendingCommand command) => OtherOf((T)command);

    public sealed override CommandSubject? SubjectOf(ISpendingCommand command) => SubjectOf((T)command);

    public sealed override OrderName? OrderOf(ISpendingCommand command) => OrderOf((T)command);

    public sealed override string? OrderOfSubject(ISpendingCommand command, Account account) => OrderOfSubject((T)command, account);

    public sealed override CommandEnd Unknown(ISpendingCommand command) => Unknown((T)command);

    public sealed override CommandEnd Decide(CommandScope scope, ISpendingCommand command) => Decide(scope, (T)command);

    protected virtual string? AccountOf(T command) => null;

    protected virtual string? OtherOf(T command) => null;

    protected virtual CommandSubject? SubjectOf(T command) => null;

    protected virtual OrderName? OrderOf(T command) => null;

    protected virtual string? OrderOfSubject(T command, Account account) => null;

    protected virtual CommandEnd Unknown(T command) => throw new UnreachableException($"A {typeof(T).Name} names its account.");

    protected abstract CommandEnd Decide(CommandScope scope, T command);
}

/// <summary>Every kind of command, found by the command's type.</summary>
internal sealed class CommandKinds(IEnumerable<CommandKind> kinds)
{
    private readonly FrozenDictionary<Type, CommandKind> byType = kinds.ToFrozenDictionary(kind => kind.Command);

    /// <summary>The types of the commands.</summary>
    public IReadOnlyCollection<Type> Types => byType.Keys;

    public CommandKind Of(ISpendingCommand command) =>
        byType.GetValueOrDefault(command.GetType()) ?? throw new UnreachableException($"{command.GetType().Name} is no command.");
}
