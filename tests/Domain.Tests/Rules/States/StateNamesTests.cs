using Ledger.Domain.Periods;
using Ledger.Domain.Programs;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.States;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.States;

/// <summary>Every state and kind has one stored name, and any other name is an error that says so.</summary>
public sealed class StateNamesTests
{
    [Test]
    public void Holds() => HasNames(HoldStateNames.NameOf, HoldStateNames.Of, "held", "captured", "released", "expired");

    [Test]
    public void Vouchers() => HasNames(VoucherStateNames.NameOf, VoucherStateNames.Of, "issued", "used", "cancelled");

    [Test]
    public void Adjustments() => HasNames(
        AdjustmentStateNames.NameOf, AdjustmentStateNames.Of, "adjusted", "awaiting_approval", "approved", "rejected");

    [Test]
    public void Grants() => HasNames(GrantStateNames.NameOf, GrantStateNames.Of, "granted", "fulfilled", "cancelled");

    [Test]
    public void Claims() => HasNames(ClaimStateNames.NameOf, ClaimStateNames.Of, "requested", "approved", "rejected", "expired");

    [Test]
    public void Versions() => HasNames(VersionStateNames.NameOf, VersionStateNames.Of, "draft", "published", "retired");

    [Test]
    public void Clock_modes() => HasNames(ClockModeNames.NameOf, ClockModeNames.Of, [.. ClockModeNames.All]);

    [Test]
    public void Periods() => Assert.That(
        Enum.GetValues<PeriodState>().Select(PeriodStateNames.NameOf), Is.EqualTo(["open", "awaiting_approval", "closed"]));

    [Test]
    public void Loyalty_kinds() => HasNames(LoyaltyKindNames.NameOf, LoyaltyKindNames.Of, "true", "latent", "false", "none");

    [Test]
    public void Line_kinds() => AreRead(LineKindNames.Of, LineKindNames.Has, "merchandise", "shipping", "fee", "reward");

    [Test]
    public void Redemption_purposes() =>
        AreRead(RedemptionPurposeNames.Of, RedemptionPurposeNames.Has, "order", "reward", "voucher", "cash");

    [Test]
    public void Lists_can_be_narrowed_to_every_state()
    {
        Assert.That(HoldStateNames.All, Is.EqualTo(Enum.GetValues<HoldState>().Select(HoldStateNames.NameOf)));
        Assert.That(VoucherStateNames.All, Is.EqualTo(Enum.GetValues<VoucherState>().Select(VoucherStateNames.NameOf)));
        Assert.That(GrantStateNames.All, Is.EqualTo(Enum.GetValues<GrantState>().Select(GrantStateNames.NameOf)));
        Assert.That(ClaimStateNames.All, Is.EqualTo(Enum.GetValues<ClaimState>().Select(ClaimStateNames.NameOf)));
    }

    private static void HasNames<TState>(Func<TState, string> nameOf, Func<string, TState> of, params string[] names)
        where TState : struct, Enum
    {
        Assert.That(Enum.GetValues<TState>().Select(nameOf), Is.EqualTo(names));
        AreRead(of, name => names.Contains(name), names);
    }

    private static void AreRead<TState>(Func<string, TState> of, Func<string?, bool> has, params string[] names)
        where TState : struct, Enum
    {
        Assert.That(names.Select(of), Is.EqualTo(Enum.GetValues<TState>()));
        Assert.That(names, Has.All.Matches<string>(name => has(name)));
        Assert.That(has("lost"), Is.False);
        Assert.That(() => of("lost"), Throws.TypeOf<UnknownNameException>().With.Message.Contains("lost"));
    }
}
