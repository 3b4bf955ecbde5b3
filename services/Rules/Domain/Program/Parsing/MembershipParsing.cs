using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads memberships (mechanics.md §3).</summary>
internal static class MembershipParsing
{
    public static IReadOnlyList<Membership> Read(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("memberships").Select(reader => Read(reader, ids, references))];
    }

    private static Membership Read(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var id = UniqueIds.Read(reader, ids);
        var fee = reader.Number("fee", 0, required: true);
        var months = reader.Integer("months", 1, Limits.MonthsMax, required: true);
        var multiplier = reader.Number("pointsMultiplier", 0);
        var perks = reader.Texts("perks", references.CheckPerk);
        reader.RefuseTheRest();
        return new Membership(id ?? "", fee ?? default, months ?? 1, multiplier ?? Exact.One, perks);
    }
}
