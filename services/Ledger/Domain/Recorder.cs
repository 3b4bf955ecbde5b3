using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>An event with the stream it belongs to.</summary>
public readonly record struct Emitted(string StreamId, string StreamType, ILedgerEvent Event);

/// <summary>
/// Where a decision writes what happens: each event is applied at once, so the next step of the decision sees it, and kept in order
/// for the append. Holds no rule of its own.
/// </summary>
public sealed class Recorder(ProgramState program, Account account, DateTimeOffset recordedAt)
{
    private readonly List<Emitted> emitted = [];

    public ProgramState Program { get; } = program;

    public ProgramCatalog Catalog => Program.Catalog;

    public Account Account { get; } = account;

    /// <summary>When the ledger learnt of what is decided here.</summary>
    public DateTimeOffset RecordedAt { get; } = recordedAt;

    public IReadOnlyList<Emitted> Emitted => emitted;

    /// <summary>The account's clock: its own, and never before the program's (domain.md §4).</summary>
    public DateTimeOffset Clock => Account.Clock > Program.ClockAt ? Account.Clock : Program.ClockAt;

    /// <summary>The later of a time and the account's clock: when a fact takes effect.</summary>
    public DateTimeOffset NotBefore(DateTimeOffset at) => at > Clock ? at : Clock;

    /// <summary>The effective time of due work: its due time, or the account's clock when a late fact made it due in the past.</summary>
    public DateTimeOffset WhenDue(DateTimeOffset at) => at > Account.Clock ? at : Account.Clock;

    /// <summary>Emits an event of an order that has no account yet (it is parked), or that no account takes.</summary>
    public void EmitForOrder(Order order, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(order);
        emitted.Add(new Emitted(Streams.Order(order.Source, order.Id), Streams.OrderType, happened));
        Evolve.Order(order, happened);
    }

    /// <summary>Emits an event of a reward's stream.</summary>
    public void EmitForReward(RewardStock stock, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(stock);
        emitted.Add(new Emitted(Streams.Reward(stock.Reward), Streams.RewardType, happened));
        Evolve.Reward(stock, happened);
    }

    public void Emit(IAccountEvent happened)
    {
        emitted.Add(new Emitted(Streams.Account(Account.Id), Streams.AccountType, happened));
        Evolve.Account(Account, happened);
    }

    public void Emit(Order order, IOrderEvent happened)
    {
        ArgumentNullException.ThrowIfNull(order);
        emitted.Add(new Emitted(Streams.Order(order.Source, order.Id), Streams.OrderType, happened));
        Evolve.Both(order, Account, happened);
    }

    /// <summary>Records a value movement as the account's next entry, with the balance it leads to.</summary>
    public void Move<T>(
        WalletKey wallet, decimal amount, IReadOnlyList<LotMove> moves, Cause cause, int version, DateTimeOffset effectiveAt,
        LotOpened? opened = null, IReadOnlyList<Component>? components = null, Func<T, T>? with = null)
        where T : Movement, new()
    {
        var movement = new T
        {
            Program = Account.Program,
            AccountId = Account.Id,
            Sequence = Account.Entries + 1,
            Owner = wallet.Owner,
            Unit = wallet.Unit,
            Amount = amount,
            Moves = moves,
            Opened = opened,
            Cause = cause,
            ProgramVersion = version,
            Components = components,
            Balance = Account.Wallet(wallet).After(moves),
            EffectiveAt = effectiveAt,
            RecordedAt = RecordedAt,
        };
        Emit(with is null ? movement : with(movement));
    }
}
