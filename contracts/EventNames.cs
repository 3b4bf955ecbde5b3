using System.Collections.Frozen;

namespace Ledger.Contracts.V1;

/// <summary>The stored name of every event: Marten's snake_case alias. Names are written out, not derived, because stored names never
/// change.</summary>
public static class EventNames
{
    private static readonly FrozenDictionary<string, Type> TypeByName = new Dictionary<string, Type>
    {
        ["order_recorded"] = typeof(OrderRecorded),
        ["order_revised"] = typeof(OrderRevised),
        ["order_superseded"] = typeof(OrderSuperseded),
        ["order_progressed"] = typeof(OrderProgressed),
        ["return_recorded"] = typeof(ReturnRecorded),
        ["fact_parked"] = typeof(FactParked),
        ["fact_unparked"] = typeof(FactUnparked),
        ["order_rejected"] = typeof(OrderRejected),
        ["rejection_redriven"] = typeof(RejectionRedriven),
        ["discount_computed"] = typeof(DiscountComputed),
        ["scope_measured"] = typeof(ScopeMeasured),
        ["rebate_computed"] = typeof(RebateComputed),
        ["tier_upgraded"] = typeof(TierUpgraded),
        ["tier_downgraded"] = typeof(TierDowngraded),
        ["tier_retained"] = typeof(TierRetained),
        ["tier_grace_started"] = typeof(TierGraceStarted),
        ["points_accrued"] = typeof(PointsAccrued),
        ["cashback_accrued"] = typeof(CashbackAccrued),
        ["points_activated"] = typeof(PointsActivated),
        ["points_expired"] = typeof(PointsExpired),
        ["accrual_reversed"] = typeof(AccrualReversed),
        ["cashback_reversed"] = typeof(CashbackReversed),
        ["arrears_opened"] = typeof(ArrearsOpened),
        ["arrears_cleared"] = typeof(ArrearsCleared),
        ["waiver_used"] = typeof(WaiverUsed),
        ["points_held"] = typeof(PointsHeld),
        ["hold_captured"] = typeof(HoldCaptured),
        ["hold_released"] = typeof(HoldReleased),
        ["hold_expired"] = typeof(HoldExpired),
        ["points_redeemed"] = typeof(PointsRedeemed),
        ["redemption_reversed"] = typeof(RedemptionReversed),
        ["points_adjusted"] = typeof(PointsAdjusted),
        ["points_transferred"] = typeof(PointsTransferred),
        ["accounts_merged"] = typeof(AccountsMerged),
        ["standing_moved"] = typeof(StandingMoved),
        ["holdings_moved"] = typeof(HoldingsMoved),
        ["points_merged"] = typeof(PointsMerged),
        ["balance_opened"] = typeof(BalanceOpened),
        ["adjustment_requested"] = typeof(AdjustmentRequested),
        ["adjustment_approved"] = typeof(AdjustmentApproved),
        ["adjustment_rejected"] = typeof(AdjustmentRejected),
        ["voucher_issued"] = typeof(VoucherIssued),
        ["voucher_redeemed"] = typeof(VoucherRedeemed),
        ["voucher_cancelled"] = typeof(VoucherCancelled),
        ["reward_taken"] = typeof(RewardTaken),
        ["reward_returned"] = typeof(RewardReturned),
        ["command_handled"] = typeof(CommandHandled),
        ["activation_scheduled"] = typeof(ActivationScheduled),
        ["program_drafted"] = typeof(ProgramDrafted),
        ["program_published"] = typeof(ProgramPublished),
        ["program_retired"] = typeof(ProgramRetired),
        ["clock_advanced"] = typeof(ClockAdvanced),
        ["period_close_requested"] = typeof(PeriodCloseRequested),
        ["accounting_set"] = typeof(AccountingSet),
        ["period_closed"] = typeof(PeriodClosed),
        ["program_fact_parked"] = typeof(ProgramFactParked),
        ["program_fact_unparked"] = typeof(ProgramFactUnparked),
        ["mechanics_moved"] = typeof(MechanicsMoved),
        ["activity_recorded"] = typeof(ActivityRecorded),
        ["revocation_recorded"] = typeof(RevocationRecorded),
        ["rate_recorded"] = typeof(RateRecorded),
        ["membership_recorded"] = typeof(MembershipRecorded),
        ["refund_recorded"] = typeof(RefundRecorded),
        ["membership_started"] = typeof(MembershipStarted),
        ["membership_ended"] = typeof(MembershipEnded),
        ["segment_entered"] = typeof(SegmentEntered),
        ["segment_left"] = typeof(SegmentLeft),
        ["perk_gained"] = typeof(PerkGained),
        ["perk_lost"] = typeof(PerkLost),
        ["loyalty_changed"] = typeof(LoyaltyChanged),
        ["points_expiring"] = typeof(PointsExpiring),
        ["budget_reached"] = typeof(BudgetReached),
        ["grant_issued"] = typeof(GrantIssued),
        ["grant_fulfilled"] = typeof(GrantFulfilled),
        ["grant_cancelled"] = typeof(GrantCancelled),
        ["claim_requested"] = typeof(ClaimRequested),
        ["claim_proofs_added"] = typeof(ClaimProofsAdded),
        ["claim_approved"] = typeof(ClaimApproved),
        ["claim_rejected"] = typeof(ClaimRejected),
        ["claim_expired"] = typeof(ClaimExpired),
        ["challenge_closed"] = typeof(ChallengeClosed),
        ["draw_announced"] = typeof(DrawAnnounced),
        ["draw_held"] = typeof(DrawHeld),
        ["webhook_disabled"] = typeof(WebhookDisabled),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> NameByType = TypeByName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly FrozenDictionary<Type, string> DotNetNameByType = TypeByName.Values.ToFrozenDictionary(
        type => type, type => $"{type.FullName}, {type.Assembly.GetName().Name}");

    /// <summary>The event type of each stored name.</summary>
    public static IReadOnlyDictionary<string, Type> All => TypeByName;

    /// <summary>The stored name of an event type.</summary>
    /// <exception cref="KeyNotFoundException">The type is not an event of the ledger.</exception>
    public static string Of(Type type) => NameByType[type];

    /// <summary>The type stored under a name, or null for a name this version does not know.</summary>
    public static Type? TypeOf(string name) => TypeByName.GetValueOrDefault(name);

    /// <summary>The stored names that match a pattern, in ordinal order. A pattern is a name, or a prefix followed by an asterisk. Empty
    /// when nothing matches.</summary>
    public static IReadOnlyList<string> Matching(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return [.. TypeByName.Keys.Where(name => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : name == pattern)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The value that Marten stores in mt_dotnet_type for an event type: "Full.Name, Assembly".</summary>
    /// <exception cref="KeyNotFoundException">The type is not an event of the ledger.</exception>
    public static string DotNetType(Type type) => DotNetNameByType[type];
}
