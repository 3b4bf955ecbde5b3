using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// Decisions are pure: deciding twice gives the same result, and the state that was decided on does not change, whether the decision is
/// carried out, refused or waits for the rules. Checked for every kind of fact and command, on random histories.
/// </summary>
public sealed class DecisionLawsTests
{
    private const int Seeds = 16;
    private static readonly string[] Names = ["A", "B", "C"];

    // Commands about claims and grants: the histories of tests/Model.Tests have them, and those decide everything twice too.
    private static readonly Type[] OfMechanics =
    [
        typeof(ClaimFund), typeof(AddClaimProofs), typeof(ApproveClaim), typeof(RejectClaim), typeof(FulfilGrant), typeof(CancelGrant),
    ];

    [Test]
    public void Deciding_twice_gives_the_same_and_changes_nothing()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                Live(new RandomLedger(seed), seen);
            }
            catch (Exception failure) when (failure is not SuccessException)
            {
                throw new AssertionException($"With seed {seed.ToString(CultureInfo.InvariantCulture)}: {failure.Message}", failure);
            }
        }

        var facts = typeof(IOrderFact)
            .Assembly.GetTypes()
            .Where(type => typeof(IOrderFact).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false });
        var expected = facts
            .Concat(SpendingCommands.Types.Except(OfMechanics))
            .SelectMany(type => new[] { $"{type.Name} carried out", $"{type.Name} refused" })
            .Append("CarryOutDue carried out")
            .ToList();
        Assert.That(seen, Is.SupersetOf(expected), "the histories have every kind of fact and command, carried out and refused");
    }

    [Test]
    public void An_answer_to_another_request_is_not_used()
    {
        var random = new RandomLedger(1);
        var ledger = new LedgerInMemory(random.Program(withTime: true));
        Evaluated? first = null;
        ledger.Decide = (state, command, evaluated) =>
        {
            if (first is not null) Assert.That(Decisions.Decide(state, command, first), Is.InstanceOf<Decision.NeedsEvaluation>());
            return Decisions.Decide(state, command, evaluated);
        };
        var at = new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ledger.Take(random.Order(at, "A"));
        ledger.Decide = (state, command, evaluated) =>
        {
            first = evaluated ?? first;
            return Decisions.Decide(state, command, evaluated);
        };
        ledger.Take(random.Order(at, "A"));
        Assert.That(first, Is.Not.Null);
        ledger.Decide = (state, command, evaluated) =>
        {
            Assert.That(Decisions.Decide(state, command, first), Is.InstanceOf<Decision.NeedsEvaluation>());
            return Decisions.Decide(state, command, evaluated);
        };
        Assert.That(ledger.Take(random.Order(at, "B")), Is.EqualTo(Outcome.Recorded));
        Assert.That(ledger.Take(random.Order(at, "A")), Is.EqualTo(Outcome.Recorded));
    }

    [Test]
    public void Every_event_of_an_account_has_one_case() =>
        Assert.That(Evolve.AccountEvents, Is.EquivalentTo(Of<IAccountEvent>()));

    [Test]
    public void Every_event_of_an_order_has_one_case() =>
        Assert.That(Evolve.OrderEvents, Is.EquivalentTo(Of<IOrderEvent>().Append(typeof(FactParked)).Append(typeof(FactUnparked))));

    [Test]
    public void Every_command_of_the_contracts_has_a_kind() =>
        Assert.That(SpendingCommands.Types, Is.EquivalentTo(Of<ISpendingCommand>()));

    [Test]
    public void A_command_is_read_if_and_only_if_it_is_decided() =>
        Assert.That(CommandReader.Names, Is.EquivalentTo(SpendingCommands.Types.Select(type => type.Name)));

    // A record that shows a movement in an answer derives from it, but is no event.
    private static IEnumerable<Type> Of<T>() => typeof(T).Assembly.GetTypes().Where(type =>
        typeof(T).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false } && type.Namespace == typeof(T).Namespace);

    private static void Live(RandomLedger random, HashSet<string> seen)
    {
        var ledger = new LedgerInMemory(random.Program(withTime: true, spending: true))
        {
            Decide = (state, command, evaluated) => Twice(state, command, evaluated, seen),
        };
        foreach (var fact in random.History(60))
        {
            ledger.Take(Other(random, fact));
            for (var n = random.Next(4); n > 0; n--) Command(random, ledger);
            if (random.Next(12) == 0) ledger.Sweep(ledger.Survivor(Names[random.Next(3)]).Id, Latest(ledger).AddDays(random.Next(40)));
        }
    }

    // The histories have few deliveries, and no shipment with an id that was used before.
    private static IOrderFact Other(RandomLedger random, IOrderFact fact) => fact switch
    {
        OrderPlaced { Revision: > 1 } placed when random.Next(2) == 0 => new OrderAmended(
            placed.Program, placed.Source, placed.OrderId, placed.AccountId, placed.PlacedAt, placed.Currency, placed.Lines,
            placed.Revision, placed.ContactId, AmendedAt: placed.AmendedAt),
        OrderShipped shipped when random.Next(2) == 0 => new OrderDelivered(
            shipped.Program, shipped.Source, shipped.OrderId, shipped.ShippedAt, $"d{random.Next(2)}"),
        OrderShipped shipped => shipped with { ShipmentId = $"s{random.Next(2)}" },
        _ => fact,
    };

    private static void Command(RandomLedger random, LedgerInMemory ledger)
    {
        const string P = LedgerInMemory.ProgramId;
        var (key, name, other) = ($"k{ledger.Events.Count}-{random.Next(1000)}", Names[random.Next(3)], Names[random.Next(3)]);
        var amount = 1 + random.Next(random.Next(2) == 0 ? 5 : 100);
        var holds = ledger.Events.OfType<PointsHeld>().ToList();
        var redemptions = ledger.Events.OfType<PointsRedeemed>().ToList();
        var asked = ledger.Events.OfType<AdjustmentRequested>().ToList();
        var vouchers = ledger.Events.OfType<VoucherIssued>().ToList();
        var hold = holds.Count > 0 ? holds[random.Next(holds.Count)] : null;
        var redemption = redemptions.Count > 0 ? redemptions[random.Next(redemptions.Count)] : null;
        var adjustment = asked.Count > 0 ? asked[random.Next(asked.Count)] : null;
        var voucher = vouchers.Count > 0 ? vouchers[random.Next(vouchers.Count)] : null;
        switch (random.Next(14))
        {
            case 0: ledger.Do(new HoldPoints(P, key, name, 1 + random.Next(12_000), amount), name); break;
            case 1:
                ledger.Do(new CaptureHold(P, key, hold?.HoldId ?? "none", random.Next(2) == 0 ? null : amount), hold?.AccountId ?? name);
                break;
            case 2: ledger.Do(new ReleaseHold(P, key, hold?.HoldId ?? "none"), hold?.AccountId ?? name); break;
            case 3: ledger.Do(new RedeemPoints(P, key, name, "voucher", amount), name); break;
            case 4: ledger.Do(new RedeemPoints(P, key, name, "cash", amount, Unit: Units.Cashback), name); break;
            case 5:
                ledger.Do(
                    new ReverseRedemption(P, key, redemption?.RedemptionId ?? "none", random.Next(2) == 0 ? null : amount),
                    redemption?.AccountId ?? name); break;
            case 6 or 7:
                ledger.Do(new AdjustPoints(P, key, name, random.Next(2) == 0 ? -amount : amount, "goodwill", Principal: "ann"), name);
                break;
            case 8:
                ledger.Do(
                    new ApproveAdjustment(P, key, adjustment?.AdjustmentId ?? "none", Principal: random.Next(3) == 0 ? "ann" : "bob"),
                    adjustment?.AccountId ?? name);
                break;
            case 9:
                ledger.Do(
                    new RejectAdjustment(P, key, adjustment?.AdjustmentId ?? "none", Principal: "bob"),
                    adjustment?.AccountId ?? name);
                break;
            case 10:
                ledger.Do(new TransferPoints(P, key, name, other, amount, ToOwner: random.Next(2) == 0 ? "account" : "ann"), name, other);
                break;
            case 11 when voucher is not null && random.Next(2) == 0:
                ledger.Do(new CancelVoucher(P, key, voucher.Code), voucher.AccountId);
                break;
            case 11: ledger.Do(new RedeemVoucher(P, key, voucher?.Code ?? "none"), voucher?.AccountId ?? name); break;
            case 13: ledger.Do(new OpenBalance(P, key, name, amount, EarnedAt: EarnedAt(random)), name); break;
            case 12 when random.Next(8) == 0: ledger.Do(new MergeAccounts(P, key, name, other), name, other); break;
        }
    }

    // Before the first fact, or after the last.
    private static DateTimeOffset EarnedAt(RandomLedger random) => new(random.Next(2) == 0 ? 2008 : 2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Decision Twice(LedgerState state, LedgerCommand command, Evaluated? evaluated, HashSet<string> seen)
    {
        var before = Shown(state);
        var first = Decisions.Decide(state, command, evaluated);
        var shown = Shown(first);
        Assert.That(Shown(state), Is.EqualTo(before), "a decision changes nothing");
        var second = Decisions.Decide(state, command, evaluated);
        Assert.That(Shown(second), Is.EqualTo(shown), "decided again, it is the same");
        Assert.That(Shown(first), Is.EqualTo(shown), "what the first led to is still there beside the second");
        if (first is Decision.Events events)
        {
            Assert.That(Shown(Folded(state, events)), Is.EqualTo(Shown(events.After)), "the events alone lead there");
        }
        var kind = command switch
        {
            RecordFact fact => fact.Fact.GetType().Name,
            HandleCommand handle => handle.Command.GetType().Name,
            _ => command.GetType().Name,
        };
        if (first is Decision.Events { Happened.Count: > 0 }) seen.Add($"{kind} carried out");
        if (first is Decision.Refusal) seen.Add($"{kind} refused");
        return first;
    }

    private static LedgerState Folded(LedgerState state, Decision.Events events)
    {
        foreach (var (_, type, happened) in events.Happened)
        {
            if (type == Streams.OrderType) state = state with { Order = Evolve.Order(state.Order!, happened) };
            if (type == Streams.RewardType) state = state with { Stock = Evolve.Reward(state.Stock!, happened) };
            if (happened is not IAccountEvent one) continue;
            if (one.AccountId == state.Account!.Id) state = state with { Account = Evolve.Account(state.Account, one) };
            else state = state with { Other = Evolve.Account(state.Other!, one) };
        }

        return state;
    }

    private static string Shown(Decision decision) => decision switch
    {
        Decision.Events events => $"{events.Outcome} "
            + $"{Json(events.Reply)}\n"
                + $"{string.Join('\n', events.Happened.Select(one => $"{one.StreamId} {one.Event.GetType().Name} {Json(one.Event)}"))}\n"
                + $"{Shown(events.After)}",
        Decision.NeedsEvaluation needs =>
            $"{Json(needs.Request.Order)} {needs.Request.Standing?.Tier} {Json(needs.Request.Standing?.ToMessage())}",
        Decision.Refusal refusal => refusal.ToString(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Shown(LedgerState state) =>
        $"{StateText.Of(state.Account)}\n"
        + $"{StateText.Of(state.Other?.Id == state.Account?.Id ? null : state.Other)}\n"
        + $"{StateText.Of(state.Order)}\n{state.Stock}";

    private static string Json(object? value) => value is null ? "-" : JsonSerializer.Serialize(value, value.GetType(), Wire.Options);

    private static DateTimeOffset Latest(LedgerInMemory ledger) =>
        Names.Select(name => ledger.Account(name).Clock).Max() is var clock && clock > DateTimeOffset.MinValue
            ? clock
            : new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>A state as text with every public property in it, however deep, so that none is forgotten when one is added.</summary>
internal static class StateText
{
    public static string Of(object? value) => value switch
    {
        null => "-",
        string or Enum or bool or decimal or long or int or Exact => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        global::Ledger.Rules.Domain.Evaluation.Measures measures =>
            $"{string.Join(',', measures.Scopes)}: {string.Join(", ", measures.Cells)} "
                + $"points {string.Join(", ", measures.PointMonths)} of activities {string.Join(", ", measures.PointMonthsOfActivities)}",
        AccountLots lots => $"{Rows(lots.All)} next {lots.NextActivation} {lots.NextExpiry} "
            + $"{string.Join(';', WalletsOf(lots).Select(wallet => InOrder(lots, wallet)).Order(StringComparer.Ordinal))}",
        AccountSpending all => $"{Rows(all.Holds.Values)} {Rows(all.Redemptions.Values)} {Rows(all.Adjustments.Values)} "
            + $"{Rows(all.Vouchers.Values)} {all.NextToExpire?.Id}",
        ILedgerEvent happened => JsonSerializer.Serialize(happened, happened.GetType(), Wire.Options),
        OrderEvaluation evaluation => JsonSerializer.Serialize(evaluation, Wire.Options),
        System.Collections.IEnumerable rows => Rows(rows.Cast<object>()),
        _ when value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(VersionedTable<,>) =>
            $"{Of(type.GetProperty("Keys")!.GetValue(value))} {Of(type.GetProperty("Values")!.GetValue(value))}",
        _ => $"{{ {string.Join(", ", Properties(value.GetType()).Select(one => $"{one.Name} = {Of(one.GetValue(value))}"))} }}",
    };

    private static IEnumerable<WalletKey> WalletsOf(AccountLots lots) => lots.All.Select(lot => lot.Wallet).Distinct();

    private static string InOrder(AccountLots lots, WalletKey wallet) =>
        $"{wallet} {string.Join(',', lots.InRedemptionOrder(wallet).Select(lot => lot.Number))}";

    private static string Rows(IEnumerable<object> rows) => $"[{string.Join("; ", rows.Select(Of).Order(StringComparer.Ordinal))}]";

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);
}
