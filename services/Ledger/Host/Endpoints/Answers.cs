using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Periods;
using Ledger.Domain.Programs;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ledger.Host.Endpoints;

/// <summary>Turns the end of a write into an HTTP answer: the one place where outcomes become status codes.</summary>
internal static class Answers
{
    /// <summary>201 recorded, 200 repeated or superseded, 202 parked, 409 conflict, 404 unknown, 413 too large, 422 rejected.</summary>
    public static IResult Of(HttpContext context, Done done, object? body = null)
    {
        Positions.Write(context, done.Position);
        var outcome = done.Outcome;
        return outcome.Kind switch
        {
            OutcomeKind.Recorded => Results.Json(body ?? Shown(done), Wire.Options, statusCode: StatusCodes.Status201Created),
            OutcomeKind.Repeated or OutcomeKind.Superseded =>
                Results.Json(body ?? Shown(done), Wire.Options, statusCode: StatusCodes.Status200OK),
            OutcomeKind.Parked => Results.Json(body ?? Shown(done), Wire.Options, statusCode: StatusCodes.Status202Accepted),
            OutcomeKind.Conflict => Problem.Of(StatusCodes.Status409Conflict, outcome.Code!, outcome.Message!),
            OutcomeKind.Rejected => Problem.Of(StatusOf(outcome.Code!), outcome.Code!, outcome.Message!, Extensions(done)),
        };
    }

    /// <summary>The answer to a request that is refused before anything is written.</summary>
    public static IResult OfRefusal(Outcome refusal) => Problem.Of(StatusOf(refusal.Code!), refusal.Code!, refusal.Message!);

    public static int StatusOf(string code) => code switch
    {
        Refusals.UnknownProgram
        or ProgramVersions.UnknownVersion
        or Refusals.UnknownAccount
        or Refusals.UnknownHold
        or Refusals.UnknownRedemption
        or Refusals.UnknownAdjustment
        or Refusals.UnknownVoucher
        or Refusals.UnknownClaim
        or Refusals.UnknownGrant
        or PeriodClose.UnknownPeriod
        or Accounting.NoAccounting => StatusCodes.Status404NotFound,
        Refusals.MalformedJson
        or Refusals.UnknownField
        or Refusals.InvalidValue
        or Refusals.NumberOutOfRange
        or Refusals.UnknownFactType
        or Refusals.MalformedId
        or Refusals.MalformedText
        or Refusals.IdempotencyKeyRequired
        or Refusals.UnknownUnit
        or Refusals.AmountMissing => StatusCodes.Status400BadRequest,
        Refusals.HoldClosed
        or Refusals.HoldExpired
        or Refusals.AdjustmentClosed
        or Refusals.VoucherClosed
        or Refusals.VoucherExpired
        or Refusals.NotEnoughStock
        or Refusals.InsufficientBalance
        or Refusals.AboveRedeemed
        or Refusals.AlreadyMerged
        or Refusals.ClaimClosed
        or Refusals.ProofMissing
        or Refusals.GrantClosed
        or Refusals.ProgramClosed
        or Refusals.Conflict
        or ProgramVersions.VersionPublished
        or ProgramVersions.ClockChosen
        or ProgramClock.ClockIsWall
        or ProgramClock.ClockRunsForward
        or PeriodClose.NotEnded
        or PeriodClose.OutOfOrder => StatusCodes.Status409Conflict,
        Refusals.SamePrincipal => StatusCodes.Status403Forbidden,
        Refusals.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusals.InternalError => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static FactAnswer Shown(Done done) => new(NameOf(done.Outcome.Kind), done.Position);

    public static string NameOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Recorded => "recorded",
        OutcomeKind.Repeated => "repeated",
        OutcomeKind.Superseded => "superseded",
        OutcomeKind.Parked => "parked",
        OutcomeKind.Conflict => "conflict",
        OutcomeKind.Rejected => "rejected",
    };

    private static Dictionary<string, object?>? Extensions(Done done) =>
        done.RejectedId is { } id ? new() { ["rejectedId"] = id }
        : done.Outcome.MergedInto is { } survivor ? new() { ["mergedInto"] = survivor }
        : null;
}
