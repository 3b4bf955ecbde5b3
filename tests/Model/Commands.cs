namespace Ledger.Model;

/// <summary>
/// A command. Its key is the Idempotency-Key and the id of what it makes. An owner of null means the account itself. A command without a
/// time takes effect at the account's clock.
/// </summary>
public abstract record Command(string Program, string Key, DateTimeOffset? At);

/// <summary>Has either an amount, or a money value, for which the fewest points worth at least that are held.</summary>
public sealed record HoldValue(
    string Program, string Key, DateTimeOffset? At, string Account, string? Owner, string Unit, decimal? Amount, int TtlMinutes,
    string? OrderSource = null, string? OrderId = null, decimal? Value = null, string? Partner = null)
    : Command(Program, Key, At);

public sealed record CaptureHold(string Program, string Key, DateTimeOffset? At, string HoldId, decimal? Amount)
    : Command(Program, Key, At);

public sealed record ReleaseHold(string Program, string Key, DateTimeOffset? At, string HoldId) : Command(Program, Key, At);

public sealed record RedeemOnOrder(
    string Program, string Key, DateTimeOffset? At, string Account, string? Owner, string Unit, decimal? Amount, string? OrderSource,
    string? OrderId, decimal? Value = null, string? Partner = null)
    : Command(Program, Key, At);

public sealed record RedeemReward(
    string Program, string Key, DateTimeOffset? At, string Account, string? Owner, string Reward, string? Partner = null)
    : Command(Program, Key, At);

/// <summary>Buys a voucher; its code is <c>V-</c> and the key.</summary>
public sealed record RedeemVoucher(
    string Program, string Key, DateTimeOffset? At, string Account, string? Owner, string Unit, decimal? Amount, int? ValidMonths = null,
    decimal? Value = null, string? Partner = null)
    : Command(Program, Key, At);

public sealed record RedeemCash(
    string Program, string Key, DateTimeOffset? At, string Account, string? Owner, string Unit, decimal? Amount, decimal? Value = null,
    string? Partner = null)
    : Command(Program, Key, At);

public sealed record ReverseRedemption(string Program, string Key, DateTimeOffset? At, string RedemptionId, decimal? Amount)
    : Command(Program, Key, At);

public sealed record UseVoucher(string Program, string Key, DateTimeOffset? At, string Code) : Command(Program, Key, At);

public sealed record CancelVoucher(string Program, string Key, DateTimeOffset? At, string Code) : Command(Program, Key, At);

public sealed record AdjustValue(
    string Program, string Key, DateTimeOffset? At, string Account, string? Owner, string Unit, decimal Amount, string By,
    string Reason = "goodwill")
    : Command(Program, Key, At);

public sealed record ApproveAdjustment(string Program, string Key, DateTimeOffset? At, string AdjustmentId, string By)
    : Command(Program, Key, At);

public sealed record RejectAdjustment(string Program, string Key, DateTimeOffset? At, string AdjustmentId, string By)
    : Command(Program, Key, At);

public sealed record TransferValue(
    string Program, string Key, DateTimeOffset? At, string FromAccount, string? FromOwner, string ToAccount, string? ToOwner, string Unit,
    decimal Amount)
    : Command(Program, Key, At);

public sealed record MergeAccounts(string Program, string Key, DateTimeOffset? At, string OldAccount, string Survivor)
    : Command(Program, Key, At);

/// <summary>An item of a grant was handed over.</summary>
public sealed record FulfilGrant(string Program, string Key, DateTimeOffset? At, string GrantId) : Command(Program, Key, At);

public sealed record CancelGrant(string Program, string Key, DateTimeOffset? At, string GrantId, string Reason) : Command(Program, Key, At);

/// <summary>What shows that a claim was earned: a file's name and SHA-256 (64 hexadecimal digits).</summary>
public sealed record Proof(string Name, string Sha256, string? Url = null);

/// <summary>Asks for money of a fund; the key is the claim's id.</summary>
public sealed record ClaimFund(
    string Program,
    string Key,
    DateTimeOffset? At,
    string Account,
    string Fund,
    decimal Amount,
    string Activity,
    IReadOnlyList<Proof> Proofs,
    string Reason,
    string By) : Command(Program, Key, At);

public sealed record AddClaimProofs(string Program, string Key, DateTimeOffset? At, string ClaimId, IReadOnlyList<Proof> Proofs)
    : Command(Program, Key, At);

/// <summary>Pays an amount of a claim, or all of it; the key is the redemption's id.</summary>
public sealed record ApproveClaim(string Program, string Key, DateTimeOffset? At, string ClaimId, decimal? Amount, string By)
    : Command(Program, Key, At);

public sealed record RejectClaim(string Program, string Key, DateTimeOffset? At, string ClaimId, string Reason, string By)
    : Command(Program, Key, At);

public sealed record AdvanceProgramClock(string Program, string Key, DateTimeOffset To) : Command(Program, Key, To);

/// <summary>One step of a history: a fact or a command.</summary>
public sealed record Step(Fact? Fact, Command? Command);
