using Ledger.Rules.Domain.Postings;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads earning rules.</summary>
internal static class EarningParsing
{
    /// <summary>The values of <c>owner</c>.</summary>
    public static readonly IReadOnlyDictionary<string, PointsOwner> Owners = new Dictionary<string, PointsOwner>
    {
        [WalletOwners.Account] = PointsOwner.Account,
        ["contact"] = PointsOwner.Contact,
    };

    public static IReadOnlyList<EarningRule> Read(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("earning").Select(reader => Read(reader, ids, references))];
    }

    private static EarningRule Read(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var per = reader.Number("per", 0, required: true);
        if (per is { IsZero: true }) reader.Fail("per", ProgramErrorCodes.OutOfRange, "Points are per an amount above 0.");
        var rule = new EarningRule
        {
            Id = UniqueIds.Read(reader, ids) ?? "",
            Points = reader.Number("points", 0, required: true) ?? default,
            Per = per ?? 1,
            Scope = references.Scope(reader),
            TierMultiplier = reader.Flag("tierMultiplier") ?? false,
            Owner = reader.Choice("owner", Owners) ?? PointsOwner.Account,
            Validity = ValidityParsing.Read(reader, references),
        };
        reader.RefuseTheRest();
        return rule;
    }
}
