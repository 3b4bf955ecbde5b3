using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>One bought term of a membership: active from its start until before its end (mechanics.md §3).</summary>
/// <param name="Months">The term's full length in local calendar months, even if a refund ended it early.</param>
/// <param name="RefundedAt">When the term was refunded; null: not refunded.</param>
public sealed record Term(
    string PurchaseId, string Membership, DateTimeOffset PurchasedAt, int Months, DateTimeOffset Start, DateTimeOffset End,
    DateTimeOffset? RefundedAt = null)
{
    /// <summary>Whether the term is active at an instant.</summary>
    public bool IsActiveAt(DateTimeOffset at) => Start <= at && at < End;
}

/// <summary>
/// Places terms one after another, and applies refunds (mechanics.md §3). An account's terms are one list, in the order of purchase.
/// </summary>
public static class MembershipTerms
{
    /// <summary>
    /// The term that a purchase gives: from the purchase, or from the end of the latest term of that membership if that is later.
    /// </summary>
    public static Term Next(
        Calendar calendar, IReadOnlyList<Term> terms, Membership membership, string purchaseId, DateTimeOffset purchasedAt)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(membership);
        var start = purchasedAt;
        foreach (var term in terms)
        {
            if (term.Membership == membership.Id && term.End > start) start = term.End;
        }

        return new Term(purchaseId, membership.Id, purchasedAt, membership.Months, start,
            calendar.AddMonths(start, membership.Months));
    }

    /// <summary>
    /// The terms after a refund. The refunded term ends; every later term of that membership moves forward to the new end of the term
    /// before it, but not before its own purchase, and keeps its months. If the refunded term has already ended, nothing changes.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such purchase.</exception>
    public static IReadOnlyList<Term> Refund(
        Calendar calendar, IReadOnlyList<Term> terms, string purchaseId, DateTimeOffset refundedAt)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(terms);
        var after = terms.ToArray();
        var refunded = Array.FindIndex(after, term => term.PurchaseId == purchaseId);
        if (refunded < 0) throw new ArgumentException($"There is no term of purchase {purchaseId}.", nameof(purchaseId));
        var before = after[refunded];
        var first = before.RefundedAt is { } known ? Earlier(known, refundedAt) : refundedAt;
        after[refunded] = before with { RefundedAt = first, End = Earlier(before.End, Later(refundedAt, before.Start)) };

        // After a merge terms may overlap, so they are ordered by their starts.
        var previousEnd = after[refunded].End;
        var later = Enumerable.Range(0, after.Length).Where(index => IsLater(terms, index, refunded)).OrderBy(index => terms[index].Start);
        foreach (var index in later.ToList())
        {
            after[index] = Moved(calendar, after[index], previousEnd);
            previousEnd = after[index].End;
        }

        return after;
    }

    /// <summary>The memberships that are active at an instant, each once, in the order of purchase.</summary>
    public static IReadOnlyList<string> Active(IReadOnlyList<Term> terms, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(terms);
        List<string>? active = null;
        foreach (var term in terms)
        {
            if (term.IsActiveAt(at) && active?.Contains(term.Membership) != true) (active ??= []).Add(term.Membership);
        }

        return (IReadOnlyList<string>?)active ?? [];
    }

    /// <summary>Whether the membership continues when a term ends: another of its terms is active at that instant.</summary>
    public static bool IsFollowed(IReadOnlyList<Term> terms, Term term)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(term);
        foreach (var other in terms)
        {
            if (other.Membership == term.Membership && other.PurchaseId != term.PurchaseId && other.IsActiveAt(term.End)) return true;
        }

        return false;
    }

    /// <summary>The highest points multiplier of the memberships that are active; 1 when none is.</summary>
    public static Exact Multiplier(ProgramVersion version, IReadOnlyList<string> active)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(active);
        Exact? highest = null;
        for (var i = 0; i < active.Count; i++)
        {
            if (version.MembershipOf(active[i])?.PointsMultiplier is { } multiplier && !(multiplier <= highest)) highest = multiplier;
        }

        return highest ?? Exact.One;
    }

    /// <summary>Price less fee, exact; null when the purchase named no price.</summary>
    public static Exact? FeeVariance(Membership membership, decimal? price)
    {
        ArgumentNullException.ThrowIfNull(membership);
        return price is { } paid ? paid - membership.Fee : null;
    }

    private static bool IsLater(IReadOnlyList<Term> terms, int index, int refunded)
    {
        var (term, before) = (terms[index], terms[refunded]);
        return term.Membership == before.Membership && (term.Start > before.Start || (term.Start == before.Start && index > refunded));
    }

    private static Term Moved(Calendar calendar, Term term, DateTimeOffset previousEnd)
    {
        var start = Earlier(term.Start, Later(previousEnd, term.PurchasedAt));
        if (start == term.Start) return term;
        var end = calendar.AddMonths(start, term.Months);
        return term with { Start = start, End = term.RefundedAt is { } refunded ? Earlier(end, Later(refunded, start)) : end };
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a <= b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a >= b ? a : b;
}
