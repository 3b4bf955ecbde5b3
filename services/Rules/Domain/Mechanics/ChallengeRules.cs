using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>A period of a challenge.</summary>
/// <param name="Version">The version effective at the period's start, whose rules apply.</param>
/// <param name="ClosesAt">The period's end plus the days to settle.</param>
public sealed record ChallengePeriod(ProgramVersion Version, Challenge Challenge, RebatePeriod Period, DateTimeOffset ClosesAt);

/// <summary>Decides when challenges are held, what they count and which accounts are eligible (mechanics.md §8).</summary>
public static class ChallengeRules
{
    // The longest period is a year.
    private const int PeriodMonthsMax = 12;

    // All instants are cut to microseconds, so this is the smallest step between two.
    private static readonly TimeSpan Finest = TimeSpan.FromMicroseconds(1);

    /// <summary>
    /// The periods that close after one instant, up to and including another, in the order of their closes; ties in program order. The
    /// search goes month by month, so callers should pass the last close as the first instant instead of searching everything each time.
    /// </summary>
    public static IReadOnlyList<ChallengePeriod> ClosingIn(ProgramCatalog catalog, DateTimeOffset after, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.Versions.All(version => version.Challenges.Count == 0)) return [];
        var first = catalog.Versions.Min(version => version.EffectiveFrom);
        var calendar = catalog.Versions[0].Calendar;
        var closing = new List<ChallengePeriod>();
        var settling = catalog.Versions.SelectMany(version => version.Challenges).Max(challenge => challenge.SettleAfterDays);
        var earliest = calendar.MonthOf(Calendar.AddDays(after, -settling)) - PeriodMonthsMax;
        for (var month = Math.Max(calendar.MonthOf(first), earliest); month <= calendar.MonthOf(until); month++)
        {
            var start = calendar.StartOfMonth(month);
            if (start < first || start >= until) continue;
            var version = catalog.VersionForDueWork(start);
            foreach (var challenge in version.Challenges)
            {
                var period = RebateRules.PeriodOf(challenge.Period, calendar, month);
                if (period.FirstMonth != month || !IsHeld(catalog, challenge, period)) continue;
                var closesAt = Calendar.AddDays(period.End, challenge.SettleAfterDays);
                if (closesAt > after && closesAt <= until) closing.Add(new ChallengePeriod(version, challenge, period, closesAt));
            }
        }

        return [.. closing.OrderBy(one => one.ClosesAt).ThenBy(one => one.Period.Start)];
    }

    /// <summary>
    /// Whether a period is held: within the challenge's dates, not before the program's first version, not ending in its wind-down.
    /// </summary>
    public static bool IsHeld(ProgramCatalog catalog, Challenge challenge, RebatePeriod period)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(challenge);
        ArgumentNullException.ThrowIfNull(period);
        if (period.Start < catalog.Versions.Min(version => version.EffectiveFrom)) return false;
        if (challenge.Validity.From > period.Start || challenge.Validity.Until < period.End) return false;
        return !(catalog.VersionForDueWork(period.End).WindDown?.EarnUntil < period.End);
    }

    /// <summary>
    /// An account's metric over the orders placed in the period as they now stand: scoped net, scoped orders counted as in windows, or the
    /// evaluated points of these orders without points of activities.
    /// </summary>
    public static Exact Metric(ProgramCatalog catalog, ChallengePeriod held, Measures measures)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(measures);
        var key = catalog.KeyOf(held.Version, held.Challenge.Scope);
        return held.Challenge.Metric switch
        {
            Rules.Domain.Program.Metric.Spend => measures.Spend(key, held.Period.Months),
            Rules.Domain.Program.Metric.Orders => measures.Orders(key, held.Period.Months),
            Rules.Domain.Program.Metric.PointsAccrued => measures.PointsOfOrders(held.Period.Months),
        };
    }

    /// <summary>The last instant of a period, as of which eligibility is judged.</summary>
    public static DateTimeOffset LastInstant(RebatePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return period.End - Finest;
    }

    /// <summary>Whether an account may be ranked.</summary>
    /// <param name="standing">
    /// Orders, first order, memberships, NPS score and measures as of <see cref="LastInstant"/>; tier, segments and perks as they stand at
    /// the close.
    /// </param>
    public static bool IsEligible(ProgramCatalog catalog, ChallengePeriod held, Standing standing)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.Challenge.Validity.When is not { } eligible) return true;
        return new StateBefore(catalog, held.Version, new Occasion(LastInstant(held.Period)), standing).Refuses(eligible) is null;
    }

    /// <summary>Whether an account is a candidate of a draw, judged at its time.</summary>
    /// <param name="standing">The account's state at the draw; it has at least one recorded order.</param>
    public static bool IsCandidate(ProgramCatalog catalog, ProgramVersion version, Draw draw, Standing standing)
    {
        ArgumentNullException.ThrowIfNull(draw);
        if (draw.Eligible is not { } eligible) return true;
        return new StateBefore(catalog, version, new Occasion(draw.At), standing).Refuses(eligible) is null;
    }
}
