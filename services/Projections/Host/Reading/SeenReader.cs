using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain;

namespace Ledger.Projections.Host;

/// <summary>
/// Reads stored events as the views see them. Fields that no view needs are skipped and not checked: the writer checked them, and most of
/// the bytes of the log are in them. Any movement is read alike, so that a type that comes later needs nothing here. The types of which
/// there are many are read by hand, which leaves a quarter of the garbage and takes half of the time; the rest by the serializer, and so
/// could be all: a test compares the two.
/// </summary>
internal static class SeenReader
{
    private delegate SeenEvent Reader(ReadOnlySpan<byte> data);

    /// <summary>How the serializer reads what is not read by hand.</summary>
    internal static readonly JsonSerializerOptions Options = CreateOptions();

    private static readonly FrozenDictionary<string, Reader> Readers = CreateReaders();

    /// <summary>The event, or null when no view reads its type.</summary>
    public static SeenEvent? Read(string type, ReadOnlySpan<byte> data) => Readers.TryGetValue(type, out var read) ? read(data) : null;

    /// <summary>Whether some view reads events of this stored name.</summary>
    public static bool Reads(string name) => Readers.ContainsKey(name);

    private static FrozenDictionary<string, Reader> CreateReaders()
    {
        var byType = new Dictionary<Type, Reader>
        {
            [typeof(OrderRecorded)] = ByHand(OrderReader.Read),
            [typeof(DiscountComputed)] = ByHand(EvaluationReader.Read),
            [typeof(ScopeMeasured)] = As<SeenScope>(),
            [typeof(RebateComputed)] = ByHand(RebateReader.Read),
            [typeof(TierUpgraded)] = ByHand(StandingReader.Change),
            [typeof(TierDowngraded)] = ByHand(StandingReader.Change),
            [typeof(TierRetained)] = ByHand(StandingReader.Review),
            [typeof(TierGraceStarted)] = ByHand(StandingReader.Review),
            [typeof(PointsAdjusted)] = As<SeenAdjusted>(),
            [typeof(PointsHeld)] = As<SeenHeld>(),
            [typeof(HoldCaptured)] = As<SeenCapture>(),
            [typeof(HoldReleased)] = As<SeenRelease>(),
            [typeof(HoldExpired)] = As<SeenHoldExpiry>(),
            [typeof(VoucherIssued)] = As<SeenVoucher>(),
            [typeof(VoucherRedeemed)] = As<SeenVoucherUse>(),
            [typeof(VoucherCancelled)] = As<SeenVoucherCancellation>(),
            [typeof(AdjustmentRequested)] = As<SeenAdjustmentRequest>(),
            [typeof(AdjustmentApproved)] = As<SeenAdjustmentApproval>(),
            [typeof(AdjustmentRejected)] = As<SeenAdjustmentRejection>(),
            [typeof(ActivationScheduled)] = As<SeenSchedule>(),
            [typeof(AccountsMerged)] = As<SeenMerge>(),
            [typeof(StandingMoved)] = As<SeenStandingMoved>(),
            [typeof(HoldingsMoved)] = As<SeenHoldings>(),
            [typeof(MechanicsMoved)] = As<SeenMechanicsMoved>(),
            [typeof(BalanceOpened)] = As<SeenOpening>(),
            [typeof(ActivityRecorded)] = As<SeenActivity>(),
            [typeof(RevocationRecorded)] = As<SeenRevocation>(),
            [typeof(MembershipRecorded)] = As<SeenPurchase>(),
            [typeof(RefundRecorded)] = As<SeenRefund>(),
            [typeof(SegmentEntered)] = As<SeenSegmentEntered>(),
            [typeof(SegmentLeft)] = As<SeenSegmentLeft>(),
            [typeof(PerkGained)] = As<SeenPerkGained>(),
            [typeof(PerkLost)] = As<SeenPerkLost>(),
            [typeof(LoyaltyChanged)] = As<SeenLoyalty>(),
            [typeof(GrantIssued)] = As<SeenGrant>(),
            [typeof(GrantFulfilled)] = As<SeenFulfilment>(),
            [typeof(GrantCancelled)] = As<SeenGrantCancellation>(),
            [typeof(ClaimRequested)] = As<SeenClaim>(),
            [typeof(ClaimProofsAdded)] = As<SeenProofs>(),
            [typeof(ClaimApproved)] = As<SeenApproval>(),
            [typeof(ClaimRejected)] = As<SeenClaimRejection>(),
            [typeof(ClaimExpired)] = As<SeenClaimExpiry>(),
            [typeof(ChallengeClosed)] = As<SeenChallengeClose>(),
            [typeof(DrawAnnounced)] = As<SeenAnnouncement>(),
            [typeof(DrawHeld)] = As<SeenDraw>(),
            [typeof(OrderRejected)] = As<SeenRejection>(),
            [typeof(RejectionRedriven)] = As<SeenRedrive>(),
            [typeof(ProgramDrafted)] = As<SeenVersion>(),
            [typeof(ProgramPublished)] = data => Parse<SeenVersion>(data) with { Published = true },
            [typeof(ProgramRetired)] = As<SeenRetirement>(),
            [typeof(ClockAdvanced)] = As<SeenClock>(),
            [typeof(PeriodClosed)] = As<SeenPeriodClosed>(),
        };

        var readers = new Dictionary<string, Reader>(StringComparer.Ordinal);
        foreach (var (name, type) in EventNames.All)
        {
            if (byType.TryGetValue(type, out var read)) readers.Add(name, read);
            else if (type.IsAssignableTo(typeof(Movement))) readers.Add(name, ByHand(EntryReader.Read));
            else if (type.IsAssignableTo(typeof(IAccountEvent))) readers.Add(name, ByHand(StandingReader.Tick));
        }

        return readers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Reader ByHand(JsonCursor.Read<SeenEvent> read) => data =>
    {
        var json = new JsonCursor(data);
        return read(ref json);
    };

    private static Reader As<T>()
        where T : SeenEvent
    {
        var type = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
        return data => JsonSerializer.Deserialize(data, type)!;
    }

    private static T Parse<T>(ReadOnlySpan<byte> data) => JsonSerializer.Deserialize<T>(data, Options)!;

    // Instants need no converter of ours: what is stored is UTC with Z.
    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
