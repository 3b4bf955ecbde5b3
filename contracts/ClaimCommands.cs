using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>Something that shows what a claim is for.</summary>
/// <param name="Sha256">SHA-256 of the document: 64 hexadecimal digits in lower case.</param>
/// <param name="Url">The document's address.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClaimProof(string Name, string Sha256, string? Url = null);

/// <summary>
/// Claims money of a trade-marketing fund; the money is held until the claim is decided (mechanics.md §5). The claim's id is the key.
/// </summary>
/// <param name="Fund">The fund whose lots the claim holds.</param>
/// <param name="Amount">Money above 0.</param>
/// <param name="Activity">What the money is for.</param>
/// <param name="Proofs">May be empty: proofs can be added until the claim is decided.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClaimFund(
    string Program, string Key, string AccountId, string Fund, [property: JsonConverter(typeof(AmountJsonConverter))] decimal Amount,
    string Activity,
    IReadOnlyList<ClaimProof> Proofs, string Reason, DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>Adds proofs to a claim that is not decided yet.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AddClaimProofs(
    string Program, string Key, string ClaimId, IReadOnlyList<ClaimProof> Proofs, DateTimeOffset? At = null, string? Principal = null)
    : ISpendingCommand;

/// <summary>
/// Approves a claim: the approved amount is spent, the rest returns. The approver must not be the claimant, and the claim needs a proof.
/// </summary>
/// <param name="Amount">Above 0 and at most what was claimed; absent: all of it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ApproveClaim(
    string Program, string Key, string ClaimId, [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Amount = null,
    DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>Rejects a claim; all of its money returns.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RejectClaim(
    string Program, string Key, string ClaimId, string Reason, DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>A granted item was handed over (mechanics.md §4).</summary>
/// <param name="Reference">How, for people: a parcel's number, for example.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FulfilGrant(
    string Program, string Key, string GrantId, string? Reference = null, DateTimeOffset? At = null, string? Principal = null)
    : ISpendingCommand;

/// <summary>A granted item will not be handed over (mechanics.md §4).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CancelGrant(
    string Program, string Key, string GrantId, string Reason, DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;
