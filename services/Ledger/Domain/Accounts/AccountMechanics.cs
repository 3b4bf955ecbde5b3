using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Accounts;

/// <summary>
/// An account's activities, memberships, grants, milestones, claims and judging (mechanics.md). An immutable value. Unrevoked activities,
/// terms and open claims are always in memory; revoked activities, grants and decided claims only when a fact or command needed them.
/// </summary>
public sealed record AccountMechanics
{
    /// <summary>The state of an account without any of these.</summary>
    public static AccountMechanics Empty { get; } = new();

    /// <summary>Activities by their id.</summary>
    public VersionedTable<string, RecordedActivity> Activities { get; init; } = VersionedTable.Empty<string, RecordedActivity>();

    /// <summary>Number of the last recorded activity; 0 before the first.</summary>
    public long ActivitiesRecorded { get; init; }

    /// <summary>Terms of memberships by the purchase's id.</summary>
    public VersionedTable<string, PurchasedTerm> Terms { get; init; } = VersionedTable.Empty<string, PurchasedTerm>();

    /// <summary>Number of the last term bought; 0 before the first.</summary>
    public long TermsBought { get; init; }

    /// <summary>Grants by their id.</summary>
    public VersionedTable<string, Grant> Grants { get; init; } = VersionedTable.Empty<string, Grant>();

    /// <summary>Claims by their id.</summary>
    public VersionedTable<string, Claim> Claims { get; init; } = VersionedTable.Empty<string, Claim>();

    /// <summary>How many rewards of each milestone were issued.</summary>
    public ImmutableSortedDictionary<string, long> Issued { get; init; } =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The outcome of the last judging.</summary>
    public Judgement Judged { get; init; } = Judgement.Nothing;

    /// <summary>Whether a merge moves none of these. The outcome of judging never moves: it stays with the merged account.</summary>
    public bool HasNothingToMove => ActivitiesRecorded == 0 && TermsBought == 0 && Grants.Count == 0 && Claims.Count == 0 && Issued.IsEmpty;

    /// <summary>
    /// Drops grants, decided claims and revoked activities from memory when there are more than <paramref name="closedMax"/> of a kind;
    /// they can be loaded again. No older version may be in use.
    /// </summary>
    public void Clean(int closedMax)
    {
        if (Grants.Count > closedMax) Grants.Forget([.. Grants.Keys]);
        if (Claims.Count > closedMax) Claims.Forget([.. Claims.Values.Where(claim => !claim.IsOpen).Select(claim => claim.Id)]);
        if (Activities.Count > closedMax) Activities.Forget([.. Activities.Values.Where(one => one.IsRevoked).Select(one => one.Id)]);
    }

    /// <inheritdoc cref="VersionedTable{TKey, TRow}.EndOlder"/>
    public void EndOlder(AccountMechanics older)
    {
        ArgumentNullException.ThrowIfNull(older);
        Activities.EndOlder(older.Activities);
        Terms.EndOlder(older.Terms);
        Grants.EndOlder(older.Grants);
        Claims.EndOlder(older.Claims);
    }

    /// <summary>The terms as the rules see them, in the order they were bought.</summary>
    public IReadOnlyList<Term> TermsInOrder =>
        Terms.Count == 0 ? [] : [.. Terms.Values.OrderBy(bought => bought.Number).Select(bought => bought.Term)];

    /// <summary>
    /// The NPS score at a time: that of the unrevoked activity with the latest completedAt at or before it, and of equal ones the one
    /// recorded later (mechanics.md §2). Null without any.
    /// </summary>
    public int? NpsAt(DateTimeOffset at)
    {
        RecordedActivity? latest = null;
        foreach (var one in Activities.Values)
        {
            if (one.IsRevoked || one.Activity != ActivityRules.Nps || one.CompletedAt > at) continue;
            if (
                latest is null
                || one.CompletedAt > latest.CompletedAt
                || (one.CompletedAt == latest.CompletedAt && one.Number > latest.Number)
            )
            {
                latest = one;
            }
        }

        return (int?)latest?.Score;
    }

    /// <summary>The activities that count towards the caps of activity rules: rewarded, and not revoked since.</summary>
    public IReadOnlyList<RewardedActivity> Rewarded() =>
    [
        .. Activities.Values.Where(one => !one.IsRevoked)
            .SelectMany(one => one.Rules.Select(rule => new RewardedActivity(rule, one.CompletedAt, one.ContactId))),
    ];
}

/// <summary>An activity as it was recorded (mechanics.md §2).</summary>
/// <param name="Month">Local month of completedAt, in which its points count.</param>
/// <param name="Number">Its place among the account's activities in the order they were recorded.</param>
/// <param name="Owners">What the rules gave for it, by owner, before any cut by a budget.</param>
/// <param name="Rules">The rules that rewarded it.</param>
public sealed record RecordedActivity(
    string Id, string Activity, DateTimeOffset CompletedAt, int Month, long Number, int ProgramVersion, IReadOnlyList<OwnerPoints> Owners,
    IReadOnlyList<string> Rules, string? ContactId = null, string? PartnerId = null, decimal? Score = null, bool IsRevoked = false);

/// <summary>A term that was bought (mechanics.md §3).</summary>
/// <param name="Number">Its place among the account's terms in the order they were bought.</param>
/// <param name="HasStarted">Whether its start was recorded.</param>
/// <param name="HasEnded">Whether its end was recorded.</param>
public sealed record PurchasedTerm(Term Term, long Number, bool HasStarted = false, bool HasEnded = false);

/// <summary>A reward that was given (mechanics.md §4).</summary>
/// <param name="Rule">The milestone, challenge or draw.</param>
/// <param name="Number">The milestone's n, the rank, or the draw's n; from 1.</param>
public sealed record Grant(
    string Id, string Rule, long Number, string Reward, GrantState State, string? Period = null, string? Voucher = null);

/// <summary>A claim on a fund's money (mechanics.md §5). The money is held by a hold that has the claim's id.</summary>
/// <param name="ExpiresAt">When it expires if it is not decided; null: never.</param>
public sealed record Claim(
    string Id, string Fund, decimal Amount, string Activity, IReadOnlyList<ClaimProof> Proofs, string Reason, string RequestedBy,
    DateTimeOffset RequestedAt, ClaimState State, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Whether it can still be decided.</summary>
    public bool IsOpen => State.IsOpen();
}
