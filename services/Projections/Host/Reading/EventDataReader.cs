using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Reading;

/// <summary>
/// Reads the parts of stored events that the views need; a rebuild of the views (line g of infra/bench) is 8 % slower without the
/// hand-written readers of this folder. Other fields are skipped without checks, because the writer checked them and they are most of the
/// log's bytes. All movements are read in the same way, so new types need no code here. Frequent types are read by hand-written code, the
/// others by the serializer. A test compares the hand-written readers with the serializer.
/// </summary>
internal static class EventDataReader
{
    private delegate EventData Reader(ReadOnlySpan<byte> data);

    /// <summary>The serializer's options, for types without a hand-written reader.</summary>
    internal static readonly JsonSerializerOptions Options = CreateOptions();

    private static readonly FrozenDictionary<string, Reader> Readers = CreateReaders();

    /// <summary>The event; null when no view reads its type.</summary>
    public static EventData? Read(string type, ReadOnlySpan<byte> data) => Readers.TryGetValue(type, out var read) ? read(data) : null;

    /// <summary>Whether some view reads events of this stored name.</summary>
    public static bool Reads(string name) => Readers.ContainsKey(name);

    private static FrozenDictionary<string, Reader> CreateReaders()
    {
        var byType = new Dictionary<Type, Reader>
        {
            [typeof(OrderRecorded)] = ByHand(OrderReader.Read),
            [typeof(DiscountComputed)] = ByHand(EvaluationReader.Read),
            [typeof(ScopeMeasured)] = As<ScopeData>(),
            [typeof(RebateComputed)] = ByHand(RebateReader.Read),
            [typeof(TierUpgraded)] = ByHand(StandingReader.Change),
            [typeof(TierDowngraded)] = ByHand(StandingReader.Change),
            [typeof(TierRetained)] = ByHand(StandingReader.Review),
            [typeof(TierGraceStarted)] = ByHand(StandingReader.Review),
            [typeof(PointsAdjusted)] = As<AdjustedData>(),
            [typeof(PointsHeld)] = As<HeldData>(),
            [typeof(HoldCaptured)] = As<CaptureData>(),
            [typeof(HoldReleased)] = As<ReleaseData>(),
            [typeof(HoldExpired)] = As<HoldExpiryData>(),
            [typeof(VoucherIssued)] = As<VoucherData>(),
            [typeof(VoucherRedeemed)] = As<VoucherUseData>(),
            [typeof(VoucherCancelled)] = As<VoucherCancellationData>(),
            [typeof(AdjustmentRequested)] = As<AdjustmentRequestData>(),
            [typeof(AdjustmentApproved)] = As<AdjustmentApprovalData>(),
            [typeof(AdjustmentRejected)] = As<AdjustmentRejectionData>(),
            [typeof(ActivationScheduled)] = As<ScheduleData>(),
            [typeof(AccountsMerged)] = As<MergeData>(),
            [typeof(StandingMoved)] = As<StandingMovedData>(),
            [typeof(HoldingsMoved)] = As<HoldingsData>(),
            [typeof(MechanicsMoved)] = As<MechanicsMovedData>(),
            [typeof(BalanceOpened)] = As<OpeningData>(),
            [typeof(ActivityRecorded)] = As<ActivityData>(),
            [typeof(RevocationRecorded)] = As<RevocationData>(),
            [typeof(MembershipRecorded)] = As<PurchaseData>(),
            [typeof(RefundRecorded)] = As<RefundData>(),
            [typeof(SegmentEntered)] = As<SegmentEnteredData>(),
            [typeof(SegmentLeft)] = As<SegmentLeftData>(),
            [typeof(PerkGained)] = As<PerkGainedData>(),
            [typeof(PerkLost)] = As<PerkLostData>(),
            [typeof(LoyaltyChanged)] = As<LoyaltyData>(),
            [typeof(GrantIssued)] = As<GrantData>(),
            [typeof(GrantFulfilled)] = As<FulfilmentData>(),
            [typeof(GrantCancelled)] = As<GrantCancellationData>(),
            [typeof(ClaimRequested)] = As<ClaimData>(),
            [typeof(ClaimProofsAdded)] = As<ProofsData>(),
            [typeof(ClaimApproved)] = As<ApprovalData>(),
            [typeof(ClaimRejected)] = As<ClaimRejectionData>(),
            [typeof(ClaimExpired)] = As<ClaimExpiryData>(),
            [typeof(ChallengeClosed)] = As<ChallengeCloseData>(),
            [typeof(DrawAnnounced)] = As<AnnouncementData>(),
            [typeof(DrawHeld)] = As<DrawData>(),
            [typeof(OrderRejected)] = As<RejectionData>(),
            [typeof(RejectionRedriven)] = As<RedriveData>(),
            [typeof(ProgramDrafted)] = As<VersionData>(),
            [typeof(ProgramPublished)] = data => Parse<VersionData>(data) with { Published = true },
            [typeof(ProgramRetired)] = As<RetirementData>(),
            [typeof(ClockAdvanced)] = As<ClockData>(),
            [typeof(PeriodClosed)] = As<PeriodClosedData>(),
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

    private static Reader ByHand(JsonCursor.Read<EventData> read) => data =>
    {
        var json = new JsonCursor(data);
        return read(ref json);
    };

    private static Reader As<T>()
        where T : EventData
    {
        var type = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
        return data => JsonSerializer.Deserialize(data, type)!;
    }

    private static T Parse<T>(ReadOnlySpan<byte> data) => JsonSerializer.Deserialize<T>(data, Options)!;

    // Instants need no custom converter, because they are stored in UTC with Z.
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
