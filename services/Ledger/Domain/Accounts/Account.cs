using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>
/// What the ledger knows of one account in order to decide. Only <see cref="Evolve"/> changes it, event by event, so what is
/// in memory, what the state tables keep and what a rebuild from the log gives are the same.
/// </summary>
public sealed class Account(string program, string id)
{
    public string Program { get; } = program;

    public string Id { get; } = id;

    /// <summary>Version of the account's stream; 0 before its first event.</summary>
    public long StreamVersion { get; set; }

    /// <summary>The largest effective time among recorded facts (domain.md §4); the program's clock may be later.</summary>
    public DateTimeOffset Clock { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Number of the last entry.</summary>
    public long Entries { get; set; }

    /// <summary>Number of the last lot.</summary>
    public long LotsOpened { get; set; }

    /// <summary>Orders recorded, returned ones included.</summary>
    public long Orders { get; set; }

    /// <summary>Earliest placedAt of a recorded order.</summary>
    public DateTimeOffset? FirstOrderAt { get; set; }

    /// <summary>Absent before the first order.</summary>
    public string? Tier { get; set; }

    public DateTimeOffset TierSince { get; set; }

    public DateTimeOffset? GraceUntil { get; set; }

    /// <summary>The last boundary at which the tier was reviewed.</summary>
    public DateTimeOffset? ReviewedAt { get; set; }

    public Measures Measures { get; set; } = new();

    public Dictionary<WalletKey, Wallet> Wallets { get; } = [];

    /// <summary>Rebate periods with an order in them, by "rebate/period".</summary>
    public Dictionary<string, RebatePeriodState> Rebates { get; } = [];

    public LotBook Lots { get; private init; } = new();

    /// <summary>Holds, redemptions, adjustments, vouchers.</summary>
    public SpendBook Spending { get; private init; } = new();

    /// <summary>The account that it was merged into; absent: it stands for itself.</summary>
    public string? MergedInto { get; set; }

    /// <summary>Accounts that it stands for besides itself, each with the one it was merged into then.</summary>
    public Dictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>Rebate periods that its aliases had closed, by who closed them and "rebate/period".</summary>
    public Dictionary<(string ClosedBy, string Period), RebatePeriodState> Inherited { get; } = [];

    /// <summary>What the orders recorded for each alias come to: the part of <see cref="Measures"/> that rebate periods of the alias are computed from.</summary>
    public Dictionary<string, Measures> AliasMeasures { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an id means this account.</summary>
    public bool Answers(string id) => id == Id || Aliases.ContainsKey(id);

    /// <summary>Whether any fact was ever recorded for it.</summary>
    public bool IsKnown => Clock != DateTimeOffset.MinValue;

    /// <summary>A copy to try a command on that may be refused after due work was carried out for it: a refusal changes nothing.</summary>
    public Account Copy()
    {
        var copy = new Account(Program, Id)
        {
            StreamVersion = StreamVersion,
            Clock = Clock,
            Entries = Entries,
            LotsOpened = LotsOpened,
            Orders = Orders,
            FirstOrderAt = FirstOrderAt,
            Tier = Tier,
            TierSince = TierSince,
            GraceUntil = GraceUntil,
            ReviewedAt = ReviewedAt,
            MergedInto = MergedInto,
            Measures = Measures.Clone(),
            Lots = Lots.Copy(),
            Spending = Spending.Copy(),
        };
        foreach (var (key, wallet) in Wallets) copy.Wallets.Add(key, wallet.Copy());
        foreach (var (key, period) in Rebates) copy.Rebates.Add(key, period.Copy());
        foreach (var (key, period) in Inherited) copy.Inherited.Add(key, period.Copy());
        foreach (var (id, into) in Aliases) copy.Aliases.Add(id, into);
        foreach (var (id, measures) in AliasMeasures) copy.AliasMeasures.Add(id, measures.Clone());
        return copy;
    }

    /// <summary>The wallet, made when it is first asked for.</summary>
    public Wallet Wallet(WalletKey key)
    {
        if (!Wallets.TryGetValue(key, out var wallet)) Wallets[key] = wallet = new Wallet(key);
        return wallet;
    }
}

/// <summary>A rebate period in which the account placed an order.</summary>
/// <param name="opened">Which rule and period, and when it closes.</param>
/// <param name="closedBy">The merged account that had closed it; absent: it is the account's own.</param>
public sealed class RebatePeriodState(RebatePeriodOpened opened, string? closedBy = null)
{
    public RebatePeriodOpened Opened { get; } = opened;

    public string? ClosedBy { get; } = closedBy;

    public string Key => KeyOf(Opened.Rebate, Opened.Period);

    /// <summary>Absent until the period is closed; then the basis its amount stands for.</summary>
    public Exact? Basis { get; set; }

    /// <summary>The rule's result on the basis, money.</summary>
    public decimal Amount { get; set; }

    public bool IsClosed => Basis is not null;

    public MonthRange Months => new(Opened.FirstMonth, Opened.FirstMonth + Opened.MonthCount - 1);

    /// <summary>How its lots name it: one account may hold lots of a period that several had closed.</summary>
    public string LotKey => ClosedBy is null ? Key : LotKeyOf(Key, ClosedBy);

    public RebatePeriodState Copy() => (RebatePeriodState)MemberwiseClone();

    public static string KeyOf(string rebate, string period) => $"{rebate}/{period}";

    /// <summary>A lot's key once its account is merged; ids hold no blank, so one that has it is that of an earlier merge.</summary>
    public static string LotKeyOf(string key, string closedBy)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Contains(' ', StringComparison.Ordinal) ? key : $"{key} {closedBy}";
    }
}
