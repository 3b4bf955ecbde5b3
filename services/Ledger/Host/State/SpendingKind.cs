using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Host.State.Shapes;
using Ledger.Rules.Domain.States;

namespace Ledger.Host.State;

/// <summary>
/// A kind of rows of ledger_spending: its name, the account's table that has its rows, and how a row is written and read. Loading, finding,
/// saving and comparing rows follow from that.
/// </summary>
/// <param name="name">The kind's name in the table.</param>
/// <param name="isKept">Whether its open rows are loaded together with their account.</param>
internal abstract class SpendingKind(string name, bool isKept)
{
    private static readonly Hold NoHold = new("", default, null, DateTimeOffset.MinValue, 0);

    private static readonly Redemption NoRedemption = new("", default, null, null, 0);

    /// <summary>A hold's row.</summary>
    public static JsonShape<Hold> HoldShape { get; } = new JsonShape<Hold>()
        .Member("expiresAt", JsonForms.Instant, h => h.ExpiresAt, (h, at) => h with { ExpiresAt = at })
        .Member("lots", JsonForms.List<LotShare>(), h => h.Lots, (h, lots) => h with { Lots = lots })
        .Member("number", JsonForms.Number, h => h.Number, (h, number) => h with { Number = number })
        .Member("order", JsonForms.TextOrNull, h => h.Order, (h, order) => h with { Order = order })
        .Member("owner", JsonForms.Text, h => h.Wallet.Owner, (h, owner) => h with { Wallet = h.Wallet with { Owner = owner } })
        .Member("partnerId", JsonForms.TextOrNull, h => h.PartnerId, (h, partner) => h with { PartnerId = partner })
        .Member("state", JsonForms.Named(HoldStateNames.NameOf, HoldStateNames.Of), h => h.State, (h, state) => h with { State = state })
        .Member("unit", JsonForms.Text, h => h.Wallet.Unit, (h, unit) => h with { Wallet = h.Wallet with { Unit = unit } });

    /// <summary>A redemption's row.</summary>
    public static JsonShape<Redemption> RedemptionShape { get; } = new JsonShape<Redemption>()
        .Member("lots", JsonForms.List<Allocation>(), r => r.Lots, (r, lots) => r with { Lots = lots })
        .Member("number", JsonForms.Number, r => r.Number, (r, number) => r with { Number = number })
        .Member("order", JsonForms.TextOrNull, r => r.Order, (r, order) => r with { Order = order })
        .Member("orderNet", JsonForms.ExactOrNull, r => r.OrderNet, (r, net) => r with { OrderNet = net })
        .Member("owner", JsonForms.Text, r => r.Wallet.Owner, (r, owner) => r with { Wallet = r.Wallet with { Owner = owner } })
        .Member("partnerId", JsonForms.TextOrNull, r => r.PartnerId, (r, partner) => r with { PartnerId = partner })
        .Member("reward", JsonForms.TextOrNull, r => r.Reward, (r, reward) => r with { Reward = reward })
        .Member("unit", JsonForms.Text, r => r.Wallet.Unit, (r, unit) => r with { Wallet = r.Wallet with { Unit = unit } });

    public static SpendingKind<Hold> Hold { get; } = new(
        SpendingKinds.Hold, true, account => account.Spending.Holds, hold => hold.IsOpen,
        HoldShape.Text, (id, json) => HoldShape.Read(json, NoHold with { Id = id }), hold => hold.Order);

    public static SpendingKind<Redemption> Redemption { get; } = new(
        SpendingKinds.Redemption, false, account => account.Spending.Redemptions, redemption => redemption.Left > 0,
        RedemptionShape.Text, (id, json) => RedemptionShape.Read(json, NoRedemption with { Id = id }), redemption => redemption.Order);

    public static SpendingKind<Adjustment> Adjustment { get; } = Whole(
        SpendingKinds.Adjustment, false, account => account.Spending.Adjustments, asked => asked.State.IsOpen());

    public static SpendingKind<Voucher> Voucher { get; } = Whole(
        SpendingKinds.Voucher, false, account => account.Spending.Vouchers, voucher => voucher.State.IsOpen());

    public static SpendingKind<RecordedActivity> Activity { get; } = Whole(
        "activity", true, account => account.Mechanics.Activities, activity => !activity.IsRevoked);

    public static SpendingKind<PurchasedTerm> Membership { get; } = Whole(
        "membership", true, account => account.Mechanics.Terms, _ => true);

    public static SpendingKind<Grant> Grant { get; } = Whole(
        SpendingKinds.Grant, false, account => account.Mechanics.Grants, grant => grant.State.IsOpen());

    public static SpendingKind<Claim> Claim { get; } = Whole(
        SpendingKinds.Claim, true, account => account.Mechanics.Claims, claim => claim.IsOpen);

    /// <summary>All kinds, in the order in which their rows are saved.</summary>
    public static IReadOnlyList<SpendingKind> All { get; } =
        [Hold, Redemption, Adjustment, Voucher, Activity, Membership, Grant, Claim];

    /// <summary>The kind's name in the table.</summary>
    public string Name { get; } = name;

    /// <summary>Whether its open rows are loaded together with their account.</summary>
    public bool IsKept { get; } = isKept;

    /// <summary>The kind with a name.</summary>
    /// <exception cref="InvalidOperationException">This version knows no kind of that name.</exception>
    public static SpendingKind Of(string name)
    {
        foreach (var kind in All)
        {
            if (kind.Name == name) return kind;
        }

        throw new InvalidOperationException($"ledger_spending holds a row of kind {name}, which this version does not know.");
    }

    /// <summary>Adds a row to its account's table, unless it is there already.</summary>
    public abstract void Load(Account account, SpendingRow row);

    /// <summary>Whether an account has the row with an id in memory.</summary>
    public abstract bool Has(Account account, string id);

    /// <summary>
    /// Adds the rows that changed in an account since an older version of it; all rows in memory when <paramref name="since"/> is null.
    /// </summary>
    public abstract void AddChanged(Account account, Account? since, List<SpendingRow> rows);

    // Records that are kept as they are: their members are the row's, and a state is there by its name.
    private static SpendingKind<TRow> Whole<TRow>(
        string name, bool isKept, Func<Account, VersionedTable<string, TRow>> table, Func<TRow, bool> isOpen)
        where TRow : class =>
        new(name, isKept, table, isOpen, row => JsonSerializer.Serialize(row, StateJson.Options),
            (_, json) => JsonSerializer.Deserialize<TRow>(json, StateJson.Options)!);
}

/// <summary>Reads a row's JSON.</summary>
internal delegate TRow ReadRow<out TRow>(string id, ReadOnlySpan<byte> json);

/// <inheritdoc/>
/// <param name="table">Gets the account's table with these rows.</param>
/// <param name="isOpen">Whether a row is open: a later event can still change it.</param>
/// <param name="write">Writes a row as JSON.</param>
/// <param name="orderOf">The key of the order that a row is for; null when rows of this kind are never for an order.</param>
internal sealed class SpendingKind<TRow>(
    string name, bool isKept, Func<Account, VersionedTable<string, TRow>> table, Func<TRow, bool> isOpen, Func<TRow, string> write,
    ReadRow<TRow> read, Func<TRow, string?>? orderOf = null) : SpendingKind(name, isKept)
    where TRow : class
{
    /// <summary>Reads what a row holds.</summary>
    public TRow Read(SpendingRow row) => read(row.Key.Id, Encoding.UTF8.GetBytes(row.State));

    public override void Load(Account account, SpendingRow row) => table(account).Load(row.Key.Id, Read(row));

    public override bool Has(Account account, string id) => table(account).Has(id);

    public override void AddChanged(Account account, Account? since, List<SpendingRow> rows)
    {
        var (now, before) = (table(account), since is null ? null : table(since));
        if (ReferenceEquals(now, before)) return;
        foreach (var (id, _, row) in now.ChangesSince(before))
        {
            rows.Add(new SpendingRow(
                new SpendingKey(account.Program, Name, id), account.Id, write(row), orderOf?.Invoke(row), isOpen(row)));
        }
    }
}
