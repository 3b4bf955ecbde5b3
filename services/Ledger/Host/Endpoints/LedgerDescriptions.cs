using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ledger.Host.Endpoints;

/// <summary>Describes the ledger's endpoints in the OpenAPI document: which refusals facts and commands may get.</summary>
internal static class LedgerDescriptions
{
    private const string Busy = "busy";

    private static readonly string[] Reading =
    [
        Refusals.MalformedJson, Refusals.UnknownField, Refusals.InvalidValue, Refusals.NumberOutOfRange, Refusals.MalformedId,
        Refusals.MalformedText, Refusals.TooLarge,
    ];

    private static readonly string[] AnyFact =
    [
        Refusals.UnknownProgram, Refusals.NoVersionEffective, Refusals.DatedInFuture, Refusals.Overflow, Refusals.Conflict,
    ];

    private static readonly string[] Lines =
        [Refusals.NoLines, Refusals.TooManyLines, Refusals.DuplicateLine, Refusals.NonPositiveQuantity];

    private static readonly string[] AnOrder =
    [
        .. Lines, Refusals.CurrencyMismatch, Refusals.NoRate, Refusals.UnknownPartner, Refusals.NegativePrice, Refusals.NegativeDiscount,
        Refusals.DiscountAboveGross, Refusals.InvalidKind,
    ];

    private static readonly string[] Spending =
        [.. Amount, Refusals.UnknownAccount, Refusals.InsufficientBalance, Refusals.ProgramClosed, Refusals.UnknownPartner];

    private static readonly string[] OfOrder =
        [Refusals.UnknownOrder, Refusals.AboveOrderShare, Refusals.BelowMinimum, Refusals.NotRedeemable, Refusals.PartnerMayNotRedeem];

    private static readonly string[] OfHold = [Refusals.UnknownHold, Refusals.HoldClosed, Refusals.HoldExpired];

    private static readonly string[] OfClaim = [Refusals.UnknownClaim, Refusals.ClaimClosed, Refusals.HoldClosed, Refusals.HoldExpired];

    private static readonly Dictionary<Type, string[]> Own = new()
    {
        [typeof(OrderPlaced)] =
        [
            .. AnOrder, Refusals.InvalidRevision, Refusals.AmendmentBelowReturned, Refusals.AmendmentChangesIdentity,
            Refusals.OrderCancelled,
        ],
        [typeof(OrderReturned)] =
            [.. Lines, Refusals.UnknownLine, Refusals.ReturnExceedsRemaining, Refusals.OrderCancelled, Refusals.OrderRejected],
        [typeof(OrderPaid)] = [Refusals.OrderRejected],
        [typeof(OrderShipped)] = [Refusals.OrderRejected],
        [typeof(OrderDelivered)] = [Refusals.OrderRejected],
        [typeof(OrderCancelled)] = [Refusals.OrderCancelled, Refusals.OrderRejected],
        [typeof(ActivityCompleted)] = [Refusals.InvalidScore, Refusals.UnknownPartner],
        [typeof(ActivityRevoked)] = [Refusals.ReasonRequired],
        [typeof(MembershipPurchased)] = [Refusals.UnknownMembership, Refusals.NegativePrice, Refusals.CurrencyMismatch],
        [typeof(MembershipRefunded)] = [Refusals.ReasonRequired],
        [typeof(RateSet)] = [Refusals.UnknownCurrency, Refusals.RateNotPositive],
        [typeof(HoldPoints)] = [.. Spending, .. OfOrder, Refusals.TtlOutOfRange],
        [typeof(CaptureHold)] = [.. Amount, .. OfHold, Refusals.AboveHeld],
        [typeof(ReleaseHold)] = OfHold,
        [typeof(RedeemPoints)] = [.. Spending, .. OfOrder, Refusals.UnknownReward, Refusals.TierNotEntitled, Refusals.NotEnoughStock],
        [typeof(ReverseRedemption)] = [.. Amount, Refusals.UnknownRedemption, Refusals.AboveRedeemed],
        [typeof(AdjustPoints)] = [.. Spending, Refusals.ReasonRequired],
        [typeof(ApproveAdjustment)] =
            [.. Amount, Refusals.UnknownAdjustment, Refusals.AdjustmentClosed, Refusals.SamePrincipal, Refusals.InsufficientBalance],
        [typeof(RejectAdjustment)] = [Refusals.UnknownAdjustment, Refusals.AdjustmentClosed],
        [typeof(OpenBalance)] = [.. Amount, Refusals.AlreadyExpired],
        [typeof(TransferPoints)] = [.. Spending, Refusals.TransfersNotAllowed, Refusals.SameWallet],
        [typeof(MergeAccounts)] = [Refusals.UnknownAccount, Refusals.AlreadyMerged, Refusals.SameAccount],
        [typeof(RedeemVoucher)] = [Refusals.UnknownVoucher, Refusals.VoucherClosed, Refusals.VoucherExpired],
        [typeof(CancelVoucher)] = [Refusals.UnknownVoucher, Refusals.VoucherClosed],
        [typeof(ClaimFund)] = [.. Spending, Refusals.UnknownFund, Refusals.ReasonRequired],
        [typeof(AddClaimProofs)] = OfClaim,
        [typeof(ApproveClaim)] = [.. Amount, .. OfClaim, Refusals.AboveClaimed, Refusals.ProofMissing, Refusals.SamePrincipal],
        [typeof(RejectClaim)] = [.. OfClaim, Refusals.ReasonRequired],
        [typeof(FulfilGrant)] = [Refusals.UnknownGrant, Refusals.GrantClosed],
        [typeof(CancelGrant)] = [Refusals.UnknownGrant, Refusals.GrantClosed, Refusals.ReasonRequired],
    };

    private static string[] Amount =>
        [Refusals.AmountMissing, Refusals.AmountNotPositive, Refusals.AmountTooFine, Refusals.NoPointValue, Refusals.UnknownUnit];

    /// <summary>Describes an endpoint that takes one fact.</summary>
    public static RouteHandlerBuilder TakesFact<T>(this RouteHandlerBuilder endpoint, string id, string summary, string tag = ApiTags.Facts)
        where T : IFact => endpoint
        .Describe(id, tag, summary).Takes(typeof(T)).HasPosition()
        .Answers<FactAnswer>(StatusCodes.Status201Created, "Recorded.")
        .Answers<FactAnswer>(StatusCodes.Status200OK, "Repeated with the same content, or a revision that came after a higher one.")
        .Answers<FactAnswer>(StatusCodes.Status202Accepted, "Parked until its order or its time comes.")
        .Refuses(StatusCodes.Status429TooManyRequests, Busy)
        .RefusesWith([.. Reading, .. AnyFact, .. Own[typeof(T)]]);

    /// <summary>Describes an endpoint that takes a command about value.</summary>
    public static RouteHandlerBuilder TakesCommand<T>(
        this RouteHandlerBuilder endpoint, string id, string summary, IEnumerable<string> known)
        where T : ISpendingCommand => endpoint
        .Describe(id, ApiTags.Commands, summary).Takes(typeof(T), ["key", .. known], ["principal"], isRequired: false).HasPosition()
        .Needs(
            LedgerHeaders.IdempotencyKey,
            "The id of what the command makes. The same key with the same content gets the first outcome again.")
        .Answers<CommandReply>(StatusCodes.Status201Created, "Carried out.")
        .Answers<CommandReply>(StatusCodes.Status200OK, "The first outcome again.")
        .Answers<CommandReply>(StatusCodes.Status202Accepted, "It waits for the approval of a second person.")
        .Refuses(StatusCodes.Status429TooManyRequests, Busy)
        .RefusesWith([
            .. Reading, Refusals.IdempotencyKeyRequired, Refusals.UnknownProgram, Refusals.NoVersionEffective, Refusals.DatedInFuture,
            Refusals.Overflow, Refusals.Conflict, .. Own[typeof(T)],
        ]);

    /// <summary>Describes the endpoint that simulates an order.</summary>
    public static RouteHandlerBuilder TakesSimulation(this RouteHandlerBuilder endpoint) => endpoint
        .Describe("simulateOrder", ApiTags.Facts, "Shows what an order would give if it were placed now").HasPosition()
        .Takes(typeof(OrderPlaced), ["source", "orderId"])
        .Answers<SimulationAnswer>()
        .RefusesWith([.. Reading, .. AnyFact, .. Own[typeof(OrderPlaced)]]);

    /// <summary>Describes the endpoint that takes lines, each with one fact.</summary>
    public static RouteHandlerBuilder TakesLines(this RouteHandlerBuilder endpoint) => endpoint
        .Describe("submitFacts", ApiTags.Facts, "Takes many facts, one JSON object per line, each with its type").HasPosition()
        .Takes(typeof(OrderPlaced), ["source", "orderId"], contentType: "application/x-ndjson")
        .Answers<LinesAnswer>(meaning: "How the lines ended. Each succeeds or fails alone.");

    /// <summary>Describes the endpoint that submits a refused fact again. It may be refused with any code of a fact.</summary>
    public static RouteHandlerBuilder Redrives(this RouteHandlerBuilder endpoint) => endpoint
        .Describe("redriveRejected", ApiTags.Facts, "Submits a refused fact again, as if it arrived now").HasPosition()
        .Answers<RedriveAnswer>()
        .Refuses(StatusCodes.Status429TooManyRequests, Busy)
        .Refuses(StatusCodes.Status404NotFound, "unknown_rejection")
        .Refuses(
            StatusCodes.Status409Conflict,
            ["not_redrivable", .. Reading, .. AnyFact, Refusals.UnknownFactType, .. FactTypes.SelectMany(type => Own[type]).Distinct()]);

    /// <summary>Adds the refusal codes that an endpoint may answer, each with its HTTP status.</summary>
    public static RouteHandlerBuilder RefusesWith(this RouteHandlerBuilder endpoint, IEnumerable<string> codes)
    {
        foreach (var status in codes.GroupBy(Answers.StatusOf)) endpoint.Refuses(status.Key, [.. status]);
        return endpoint;
    }

    private static IEnumerable<Type> FactTypes => Own.Keys.Where(type => type.IsAssignableTo(typeof(IFact)));
}
