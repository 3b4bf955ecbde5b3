using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Rules.Domain.Program;

/// <summary>
/// The published versions of one program and all scopes that they defined. Immutable: publishing and retiring return a new catalog.
/// Versions are added in the order they were published; scope keys and their order depend on that order and never change afterwards.
/// </summary>
public sealed class ProgramCatalog
{
    private readonly ProgramVersion[] byNumber;
    private readonly int[] retired;
    private readonly Dictionary<int, VersionPlan> plans;
    private readonly DateTimeOffset[] changes;

    private ProgramCatalog(
        string program, ProgramVersion[] byNumber, int[] retired, IReadOnlyList<ScopeDefinition> scopes, Dictionary<int, VersionPlan> plans)
    {
        Program = program;
        this.byNumber = byNumber;
        this.retired = retired;
        Scopes = scopes;
        this.plans = plans;
        Judges = byNumber.Any(JudgingRules.Judges);
        HasNotices = byNumber.Any(version => version.ExpiryNoticeDays.Count > 0);
        HasEnd = byNumber.Any(version => version.WindDown is not null);
        HasChallenges = byNumber.Any(version => version.Challenges.Count > 0);
        HasBudget = byNumber.Any(version => version.Budget is not null);
        changes =
        [
            .. plans.Values.SelectMany(plan => new[] { plan.Version.EffectiveFrom, plan.ClockThen }).OfType<DateTimeOffset>()
                .Distinct().Order(),
        ];
    }

    /// <summary>Whether a version judges accounts (mechanics.md §6).</summary>
    public bool Judges { get; }

    /// <summary>Whether a version has notices of lots that are about to expire (mechanics.md §11).</summary>
    public bool HasNotices { get; }

    /// <summary>Whether a version ends the program (mechanics.md §11).</summary>
    public bool HasEnd { get; }

    /// <summary>Whether a version holds challenges (mechanics.md §8).</summary>
    public bool HasChallenges { get; }

    /// <summary>Whether a version has a budget (mechanics.md §11).</summary>
    public bool HasBudget { get; }

    public string Program { get; }

    /// <summary>Published versions by number, retired ones included.</summary>
    public IReadOnlyList<ProgramVersion> Versions => byNumber;

    /// <summary>Every distinct scope that a published version defined, "*" first, then in order of publishing.</summary>
    public IReadOnlyList<ScopeDefinition> Scopes { get; }

    public static ProgramCatalog Empty(string program) =>
        new(program, [], [], [new ScopeDefinition(ScopeDefinition.All, Scope.AllMerchandise)], []);

    /// <param name="version">The version that is published.</param>
    /// <param name="clockThen">The program's manual clock when it was published; null for a wall clock.</param>
    /// <exception cref="ArgumentException">The version is of another program, or its number is published already.</exception>
    public ProgramCatalog With(ProgramVersion version, DateTimeOffset? clockThen = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (version.Program != Program)
        {
            throw new ArgumentException($"The version is of program {version.Program}, not {Program}.", nameof(version));
        }
        if (plans.ContainsKey(version.Version))
        {
            throw new ArgumentException($"Version {version.Version} is published already.", nameof(version));
        }

        var scopes = Scopes.ToList();
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, scope) in version.Scopes.OrderBy(scope => scope.Key, StringComparer.Ordinal))
        {
            var index = scopes.FindIndex(known =>
                known.Key.StartsWith(name + "@", StringComparison.Ordinal) && NameOf(known.Key) == name && known.Scope.SameAs(scope));
            if (index < 0)
            {
                index = scopes.Count;
                scopes.Add(new ScopeDefinition($"{name}@{version.Version}", scope));
            }

            indexes.Add(name, index);
        }

        return new ProgramCatalog(
            Program, [.. byNumber.Append(version).OrderBy(known => known.Version)], retired, scopes,
            new Dictionary<int, VersionPlan>(plans) { [version.Version] = new VersionPlan(version, indexes, clockThen) });
    }

    /// <summary>The catalog after a version was retired: the version judges no new orders; its evaluations stay.</summary>
    public ProgramCatalog Retire(int version) =>
        retired.Contains(Version(version).Version) ? this : new ProgramCatalog(Program, byNumber, [.. retired, version], Scopes, plans);

    /// <summary>The version that judges an order placed at an instant: of the versions that are not retired the latest in force; among
    /// equals the highest number. Null: none is in force.</summary>
    public ProgramVersion? VersionForOrder(DateTimeOffset placedAt)
    {
        ProgramVersion? best = null;
        foreach (var version in byNumber)
        {
            if (version.EffectiveFrom <= placedAt && (best is null || version.EffectiveFrom >= best.EffectiveFrom) && !IsRetired(version))
            {
                best = version;
            }
        }

        return best;
    }

    /// <summary>
    /// The version for work that fell due at an instant: the same as for an order; if there is none, a retired one that was in force; if
    /// there is none either, because a rebate year may begin before the first version, the first to come into force.
    /// </summary>
    /// <exception cref="InvalidOperationException">No version is published.</exception>
    public ProgramVersion VersionForDueWork(DateTimeOffset at)
    {
        if (VersionForOrder(at) is { } inForce) return inForce;
        if (byNumber.Length == 0) throw new InvalidOperationException($"Program {Program} has no published version.");
        return Nearest(at);
    }

    /// <summary>Whether a version was published after its program's manual clock had passed a time. Work of that time, such as a review or
    /// a judging, was then over, and the version does not repeat it.</summary>
    /// <exception cref="KeyNotFoundException">The version is not published.</exception>
    public bool CameAfter(DateTimeOffset at, ProgramVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return at <= Plan(version.Version).ClockThen;
    }

    /// <summary>
    /// The times after an instant at which the version for due work may change, because a version comes into force or was published after
    /// it had. Between two of them it is always the same version.
    /// </summary>
    public ReadOnlySpan<DateTimeOffset> ChangesAfter(DateTimeOffset at)
    {
        var first = 0;
        while (first < changes.Length && changes[first] <= at) first++;
        return changes.AsSpan(first);
    }

    private ProgramVersion Nearest(DateTimeOffset at) =>
        byNumber
            .Where(version => version.EffectiveFrom <= at)
            .OrderByDescending(version => version.EffectiveFrom)
            .ThenByDescending(version => version.Version)
            .FirstOrDefault()
        ?? byNumber.OrderBy(version => version.EffectiveFrom).ThenBy(IsRetired).ThenByDescending(version => version.Version).First();

    /// <exception cref="KeyNotFoundException">No version of that number is published.</exception>
    public ProgramVersion Version(int number) => Plan(number).Version;

    public bool IsPublished(int number) => plans.ContainsKey(number);

    /// <summary>The key under which a version's scope is measured; a null name means all merchandise, "*".</summary>
    public string KeyOf(ProgramVersion version, string? scopeName)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Scopes[Plan(version.Version).ScopeIndex(scopeName)].Key;
    }

    internal VersionPlan Plan(int number) =>
        plans.TryGetValue(number, out var plan)
            ? plan
            : throw new KeyNotFoundException($"Program {Program} has no published version {number}.");

    private bool IsRetired(ProgramVersion version) => retired.Length > 0 && Array.IndexOf(retired, version.Version) >= 0;

    private static string NameOf(string key) => key[..key.LastIndexOf('@')];
}
