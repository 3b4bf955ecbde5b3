using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

/// <summary>The views of what an account has besides wallets: holds, vouchers, terms, grants and claims.</summary>
public sealed class HoldingsViewTests
{
    private static readonly DateTimeOffset Noon = new(2011, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_refund_notes_itself_on_its_purchase_and_moves_the_terms_that_it_names()
    {
        var refund = new RefundData
        {
            AccountId = "A",
            EffectiveAt = Noon.AddHours(1),
            PurchaseId = "b-1",
            OccurredAt = Noon,
            Reason = "moved away",
            Terms = [new TermMoved("b-1", Noon.AddDays(-9), Noon)],
        };
        var row = TermView.Apply(TermView.Apply(Term(), refund), refund.Terms[0]);

        Assert.That((row.RefundedAt, row.RefundReason, row.Start, row.End), Is.EqualTo((Noon, "moved away", Noon.AddDays(-9), Noon)));
        Assert.That((row.Account, row.Position, row.Membership, row.FeeVariance), Is.EqualTo((7L, 70L, "plus", "-20")));
    }

    [Test]
    public void A_hold_ends_once_and_what_a_capture_leaves_of_it_goes_back_without_another_end()
    {
        var hold = HoldView.Open(Held(), 7, 70);
        Assert.That(hold, Is.EqualTo(new HoldRow(
            7, 70, "ann", "points", 7, HoldState.Held, Noon, Noon.AddDays(3), Order: "shop/1", PartnerId: "bank")));

        var captured = HoldView.Apply(hold, Capture());
        Assert.That(captured, Is.EqualTo(hold with { State = HoldState.Captured, Captured = 5, EndedAt = Noon.AddHours(1) }));
        Assert.That(HoldView.Apply(captured, Release()), Is.EqualTo(captured));
        Assert.That(HoldView.Apply(hold, Release()), Is.EqualTo(hold with { State = HoldState.Released, EndedAt = Noon.AddHours(2) }));
    }

    [Test]
    public void The_money_of_a_claim_is_no_hold()
    {
        Assert.That(HoldView.Concerns(Release()), Is.True);
        Assert.That(HoldView.Concerns(Release() with { Unit = "fund" }), Is.False);
    }

    [Test]
    public void A_voucher_is_used_or_cancelled()
    {
        var voucher = VoucherView.Open(
            new VoucherData
            {
                AccountId = "A",
                EffectiveAt = Noon,
                Code = "V",
                RedemptionId = "r",
                Value = 5,
                ValidUntil = Noon.AddDays(9),
            },
            7, 70);
        var use = new VoucherUseData { AccountId = "A", EffectiveAt = Noon.AddDays(1), Code = "V", Order = "shop/1" };
        var cancellation = new VoucherCancellationData { AccountId = "A", EffectiveAt = Noon.AddDays(2), Code = "V" };

        Assert.That(voucher, Is.EqualTo(new VoucherRow(7, 70, "r", 5, VoucherState.Issued, Noon, Noon.AddDays(9))));
        var (used, cancelled) = (VoucherView.Apply(voucher, use), VoucherView.Apply(voucher, cancellation));
        Assert.That(used, Is.EqualTo(voucher with { State = VoucherState.Used, Order = "shop/1", EndedAt = Noon.AddDays(1) }));
        Assert.That(cancelled, Is.EqualTo(voucher with { State = VoucherState.Cancelled, EndedAt = Noon.AddDays(2) }));
    }

    [Test]
    public void A_grant_is_fulfilled_or_cancelled_by_someone()
    {
        var grant = GrantView.Open(
            new GrantData
            {
                AccountId = "A",
                EffectiveAt = Noon,
                GrantId = "g",
                Rule = "stamp",
                Number = 2,
                Reward = "mug",
                State = "granted",
                ProgramVersion = 1,
            },
            7, 70);
        var fulfilled = GrantView.Apply(
            grant,
            new FulfilmentData { AccountId = "A", EffectiveAt = Noon.AddDays(1), GrantId = "g", Principal = "shop", Reference = "parcel" });
        var cancelled = GrantView.Apply(
            grant,
            new GrantCancellationData
            {
                AccountId = "A",
                EffectiveAt = Noon.AddDays(2),
                GrantId = "g",
                Principal = "ann",
                Reason = "lost",
            }
        );

        Assert.That((grant.State, grant.DecidedAt), Is.EqualTo((GrantState.Granted, (DateTimeOffset?)null)));
        Assert.That(
            (fulfilled.State, fulfilled.DecidedAt, fulfilled.DecidedBy, fulfilled.Reference, fulfilled.Reason),
            Is.EqualTo((GrantState.Fulfilled, Noon.AddDays(1), "shop", "parcel", (string?)null)));
        Assert.That((cancelled.State, cancelled.DecidedBy, cancelled.Reason), Is.EqualTo((GrantState.Cancelled, "ann", "lost")));
    }

    [Test]
    public void A_claim_gathers_proofs_until_it_is_decided()
    {
        var claim = Claim();
        claim = ClaimView.Apply(
            claim, new ProofsData { AccountId = "A", EffectiveAt = Noon, ClaimId = "c", Proofs = [new ClaimProof("two", "22")] });
        Assert.That(claim.Proofs.Select(proof => proof.Name), Is.EqualTo(new[] { "one", "two" }));

        var approved = ClaimView.Apply(
            claim, new ApprovalData { AccountId = "A", EffectiveAt = Noon.AddDays(1), ClaimId = "c", Amount = 4, ApprovedBy = "bob" });
        Assert.That(
            (approved.State, approved.Approved, approved.Amount, approved.DecidedBy, approved.DecidedAt),
            Is.EqualTo((ClaimState.Approved, 4m, 5m, "bob", Noon.AddDays(1))));
        var rejected = ClaimView.Apply(
            claim, new ClaimRejectionData { AccountId = "A", EffectiveAt = Noon, ClaimId = "c", Reason = "no bill", RejectedBy = "bob" });
        Assert.That((rejected.State, rejected.Decision, rejected.Approved), Is.EqualTo((ClaimState.Rejected, "no bill", (decimal?)null)));
        var expired = ClaimView.Apply(claim, new ClaimExpiryData { AccountId = "A", EffectiveAt = Noon.AddDays(30), ClaimId = "c" });
        Assert.That(
            (expired.State, expired.DecidedBy, expired.DecidedAt),
            Is.EqualTo((ClaimState.Expired, (string?)null, Noon.AddDays(30))));
    }

    [Test]
    public void An_activity_keeps_its_month_and_points_when_it_is_revoked()
    {
        var seen = new ActivityData
        {
            AccountId = "A",
            EffectiveAt = Noon,
            ActivityId = "a",
            Activity = "nps",
            CompletedAt = Noon,
            Month = 24134,
            Evaluation = new ActivityResultData { Points = 40 },
            Score = 9,
        };
        var row = ActivityView.Revoke(ActivityView.Open(seen, 7, 70), 80);

        Assert.That(row, Is.EqualTo(new ActivityRow(7, 70, "nps", Noon, 24134, 40, 9, 80)));
    }

    private static HeldData Held() => new()
    {
        AccountId = "A",
        EffectiveAt = Noon,
        HoldId = "h",
        ExpiresAt = Noon.AddDays(3),
        Order = "shop/1",
        PartnerId = "bank",
        Sequence = 1,
        Owner = "ann",
        Unit = "points",
        Moves = [new LotMove(1, "available", "held", 3), new LotMove(2, "available", "held", 4)],
        Cause = CauseData.None,
    };

    private static CaptureData Capture() => new()
    {
        AccountId = "A",
        EffectiveAt = Noon.AddHours(1),
        HoldId = "h",
        Sequence = 2,
        Owner = "ann",
        Unit = "points",
        Moves = [new LotMove(1, "held", "redeemed", 3), new LotMove(2, "held", "redeemed", 2)],
        Cause = CauseData.None,
    };

    private static ReleaseData Release() => new()
    {
        AccountId = "A",
        EffectiveAt = Noon.AddHours(2),
        HoldId = "h",
        Sequence = 3,
        Owner = "ann",
        Unit = "points",
        Moves = [new LotMove(2, "held", "available", 2)],
        Cause = CauseData.None,
    };

    private static TermRow Term() => TermView.Open(
        new PurchaseData
        {
            AccountId = "A",
            EffectiveAt = Noon,
            PurchaseId = "b-1",
            Membership = "plus",
            PurchasedAt = Noon,
            Months = 12,
            Start = Noon,
            End = Noon.AddDays(365),
            Price = 100,
            Currency = "GBP",
            FeeVariance = "-20",
        },
        7, 70);

    private static ClaimRow Claim() => ClaimView.Open(
        new ClaimData
        {
            AccountId = "A",
            EffectiveAt = Noon,
            ClaimId = "c",
            Fund = "mdf",
            Amount = 5,
            Activity = "fair",
            Proofs = [new ClaimProof("one", "11")],
            Reason = "stand",
            RequestedBy = "ann",
            ExpiresAt = Noon.AddDays(30),
        },
        7, 70);
}
