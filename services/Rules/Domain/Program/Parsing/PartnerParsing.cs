namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads the partners of the coalition (mechanics.md §7).</summary>
internal static class PartnerParsing
{
    public static IReadOnlyList<Partner> Read(JsonObjectReader program)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("partners").Select(reader => Read(reader, ids))];
    }

    private static Partner Read(JsonObjectReader reader, HashSet<string> ids)
    {
        var id = UniqueIds.Read(reader, ids);
        var cost = reader.Number("pointCost", 0, required: true);
        var partner = new Partner(id ?? "", cost ?? default, reader.Flag("mayIssue") ?? true, reader.Flag("mayRedeem") ?? true);
        reader.RefuseTheRest();
        return partner;
    }
}
