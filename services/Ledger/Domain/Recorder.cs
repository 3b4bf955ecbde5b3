using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Budgets;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain;

/// <summary>An event with the stream it belongs to.</summary>
public readonly record struct Emitted(string StreamId, string StreamType, ILedgerEvent Event);

/// <summary>
/// Collects the events of one decision, in order, for the append. Each event is applied at once to the recorder's own versions of the
/// account, the order and the stock, so that the next step of the decision sees its effect. The state that the decision began with does not
/// change. The recorder holds no rules.
/// </summary>
/// <param name="state">The state that the decision begins with.</param>
/// <param name="recordedAt">The recorded time of all events: when the ledger learnt of the command.</param>
/// <param name="codeSeed">Random text from which voucher codes are derived.</param>
public sealed class Recorder(LedgerState state, DateTimeOffset recordedAt, string codeSeed = "")
{
    private readonly List<Emitted> emitted = new(8);
    private Account? account = state.Account;
    private Order? order = state.Order;
    private FactStream? fact = state.Fact;
    private int codes;

    // Names of streams, made once for all events of the decision.
    private string? accountStream;
    private string? orderStream;

    /// <summary>The program when the decision began; no event of the decision changes it.</summary>
    public ProgramState Program { get; } = state.Program;

    /// <summary>The program's published versions.</summary>
    public ProgramCatalog Catalog => Program.Catalog;

    /// <summary>The account after the events so far.</summary>
    /// <exception cref="InvalidOperationException">The account is not known yet.</exception>
    public Account Account => account ?? throw new InvalidOperationException("The decision has no account.");

    /// <summary>The order after the events so far.</summary>
    /// <exception cref="InvalidOperationException">The decision is about none.</exception>
    public Order Order => order ?? throw new InvalidOperationException("The decision has no order.");

    /// <summary>The activity's or purchase's stream after the events so far.</summary>
    /// <exception cref="InvalidOperationException">The decision is about none.</exception>
    public FactStream Fact => fact ?? throw new InvalidOperationException("The decision has no activity or purchase.");

    /// <summary>The reward's stock after the events so far; null when the decision is about no reward.</summary>
    public RewardStock? Stock { get; private set; } = state.Stock;

    /// <summary>What the program's credits have cost, with the events so far; null in a program without a budget.</summary>
    public BudgetConsumption? Budget { get; private set; } = state.Budget;

    /// <inheritdoc cref="LedgerState.TakenGrants"/>
    public ImmutableHashSet<string> TakenGrants { get; } = state.TakenGrants;

    /// <summary>When the ledger learnt of the command that is decided.</summary>
    public DateTimeOffset RecordedAt { get; } = recordedAt;

    /// <summary>The events so far, in order.</summary>
    public IReadOnlyList<Emitted> Emitted => emitted;

    /// <summary>
    /// The date of the entries recorded now: the fact's own time, or the due time of work. An entry whose date lies in a closed period
    /// names that period. The latest instant when there is no such time.
    /// </summary>
    public DateTimeOffset Dated { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>
    /// The account's effective clock: its own, but not before the program's (domain.md §4) and not within a closed period.
    /// </summary>
    public DateTimeOffset Clock => Account.Clock > Program.Floor ? Account.Clock : Program.Floor;

    /// <summary>The later of a time and the account's clock: when a fact takes effect.</summary>
    public DateTimeOffset NotBefore(DateTimeOffset at) => at > Clock ? at : Clock;

    /// <summary>
    /// The effective time of due work: its due time, or the account's clock if that is later because a late fact made the work due in the
    /// past; never before the end of the last closed period.
    /// </summary>
    public DateTimeOffset WhenDue(DateTimeOffset at)
    {
        var open = Account.Clock > Program.Periods.ClosedUntil ? Account.Clock : Program.Periods.ClosedUntil;
        return at > open ? at : open;
    }

    /// <summary>Records an event of the account's stream.</summary>
    public void Emit(IAccountEvent happened)
    {
        emitted.Add(new Emitted(accountStream ??= Streams.Account(Account.Id), Streams.AccountType, happened));
        account = Evolve.Account(Account, happened);
        if (Budget is not null) Budget = Evolve.Budget(Budget, Catalog, happened);
    }

    /// <summary>Records an event of the order's stream that also changes the account.</summary>
    public void EmitForOrder(IOrderEvent happened)
    {
        EmitForOrderAlone(happened);
        account = Evolve.Account(Account, happened);
    }

    /// <summary>Records an event of the order's stream that changes no account, because the order's account is not known yet.</summary>
    public void EmitForOrderAlone(ILedgerEvent happened)
    {
        emitted.Add(new Emitted(orderStream ??= Streams.Order(Order.Source, Order.Id), Streams.OrderType, happened));
        order = Evolve.Order(Order, happened);
    }

    /// <summary>Records an event of the activity's or purchase's stream that also changes the account.</summary>
    public void EmitForFact(IFactEvent happened)
    {
        EmitForFactAlone(happened);
        account = Evolve.Account(Account, happened);
    }

    /// <summary>
    /// Records an event of the activity's or purchase's stream that changes no account, because the account is not known yet.
    /// </summary>
    public void EmitForFactAlone(ILedgerEvent happened)
    {
        emitted.Add(new Emitted(Fact.Name, Fact.Type, happened));
        fact = Evolve.Fact(Fact, happened);
    }

    /// <summary>Records that a reported percentage of a period's budget was reached.</summary>
    public void EmitForBudget(BudgetReached happened)
    {
        emitted.Add(new Emitted(Streams.Budget(happened.Period), Streams.BudgetType, happened));
        Budget = Evolve.Budget(Budget!, Catalog, happened);
    }

    /// <summary>
    /// The next voucher code, derived from the seed and its number in this decision, so that deciding again gives the same code.
    /// </summary>
    public string NextCode() => VoucherCodes.Of(codeSeed, codes++);

    /// <summary>Records an event of the reward's stream.</summary>
    public void EmitForReward(ILedgerEvent happened)
    {
        var taken = Stock ?? throw new InvalidOperationException("The decision is about no reward.");
        emitted.Add(new Emitted(Streams.Reward(taken.Reward), Streams.RewardType, happened));
        Stock = Evolve.Reward(taken, happened);
    }

    /// <summary>How much can still be credited to a wallet, which need not exist yet; see <see cref="WalletLimit"/>.</summary>
    public decimal RoomIn(WalletKey wallet) => WalletLimit.Room(Account.Wallet(wallet), LimitOf(wallet));

    /// <summary>Records a value movement as the account's next entry, with the balance after it.</summary>
    /// <exception cref="OverflowException">
    /// A total of the wallet would be beyond <see cref="WalletLimit"/>; the caller refuses the fact or command as overflow.
    /// </exception>
    public void Move<T>(
        WalletKey wallet, decimal amount, IReadOnlyList<LotMove> moves, PostingContext posting,
        LotOpened? opened = null, IReadOnlyList<Component>? components = null, Func<T, T>? with = null)
        where T : Movement, new()
    {
        var before = Account.Wallet(wallet);
        var after = before.After(moves);
        if (WalletLimit.IsOutgrown(before, after, LimitOf(wallet)))
        {
            throw new OverflowException($"A total of wallet {wallet.Owner}/{wallet.Unit} would be beyond {LimitOf(wallet)}.");
        }
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
            Cause = posting.Cause,
            ProgramVersion = posting.Version,
            Components = components,
            Balance = after.ToBalance(),
            EffectiveAt = posting.At,
            PriorPeriod = Program.Periods.PriorOf(Catalog.Versions[0].Calendar, Dated, posting.At),
            RecordedAt = RecordedAt,
        };
        Emit(with is null ? movement : with(movement));
    }

    // All versions of a program have the same currency.
    private decimal LimitOf(WalletKey wallet) => WalletLimit.Of(wallet.Unit, Catalog.Versions[0].MinorDigits);

    /// <summary>The decision: the events recorded here and, for a command between two accounts, in the other account's recorder.</summary>
    internal Decision.Events Decided(Outcome outcome, LedgerState before, Recorder? other = null, CommandReply? reply = null)
    {
        var isOther = other is not null && other != this;
        return new Decision.Events(
            outcome, isOther ? [.. emitted, .. other!.emitted] : emitted, before with
            {
                Account = account,
                Order = order,
                Fact = fact,
                Stock = Stock,
                Budget = Budget,
                Other = isOther ? other!.account : before.Other,
            },
            reply);
    }
}
