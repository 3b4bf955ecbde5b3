using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads tiers, their qualification and their review.</summary>
internal static class TierParsing
{
    /// <summary>The tier of all accounts in a program without tiers.</summary>
    public const string OnlyTier = "member";

    /// <summary>The values of <c>metric</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Metric> Metrics = new Dictionary<string, Metric>
    {
        ["spend"] = Metric.Spend,
        ["orders"] = Metric.Orders,
        ["points-accrued"] = Metric.PointsAccrued,
    };

    private static readonly Dictionary<string, ReviewEvery> Reviews = new()
    {
        ["month"] = ReviewEvery.Month,
        ["year"] = ReviewEvery.Year,
        ["never"] = ReviewEvery.Never,
    };

    public static IReadOnlyList<Tier> Read(JsonObjectReader program, References references)
    {
        var tiers = new List<Tier>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        Exact? last = null;
        foreach (var reader in program.Objects("tiers"))
        {
            var id = UniqueIds.Read(reader, ids);
            var from = reader.Number("from", 0, required: true);
            if (from is { } value)
            {
                if (tiers.Count == 0 && !value.IsZero) reader.Fail("from", ProgramErrorCodes.OutOfRange, "The first tier begins at 0.");
                if (last is { } before && value <= before)
                {
                    reader.Fail("from", ProgramErrorCodes.NotAscending, "Every tier begins above the one before.");
                }
                last = value;
            }

            var multiplier = reader.Number("pointsMultiplier", 0) ?? Exact.One;
            var perks = reader.Texts("perks", references.CheckPerk);
            reader.RefuseTheRest();
            tiers.Add(new Tier(id ?? "", from ?? default, multiplier, perks));
        }

        return tiers.Count > 0 ? tiers : [new Tier(OnlyTier, 0, 1, [])];
    }

    /// <summary>Reads the qualification, which is required if there is more than one tier; by default lifetime spend.</summary>
    public static Qualification ReadQualification(JsonObjectReader program, References references, bool required)
    {
        var fallback = new Qualification(Metric.Spend, null, new Window(WindowKind.Lifetime, 0));
        if (program.Object("qualification", required) is not { } reader) return fallback;
        var metric = reader.Choice("metric", Metrics, required: true);
        var scope = references.Scope(reader);
        var window = WindowParsing.Read(reader, required: true);
        reader.RefuseTheRest();
        return metric is null || window is null ? fallback : new Qualification(metric.Value, scope, window);
    }

    public static TierReview ReadReview(JsonObjectReader program)
    {
        if (program.Object("tierReview") is not { } reader) return new TierReview(ReviewEvery.Never, 0, null);
        var every = reader.Choice("every", Reviews, required: true) ?? ReviewEvery.Never;
        var grace = reader.Integer("graceMonths", 0, Limits.MonthsMax) ?? 0;
        var steps = reader.Integer("maxSteps", 1, int.MaxValue);
        reader.RefuseTheRest();
        return new TierReview(every, grace, steps);
    }
}
