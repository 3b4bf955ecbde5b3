namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads trade-marketing funds (mechanics.md §5).</summary>
internal static class FundParsing
{
    public static IReadOnlyList<Fund> Read(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("funds").Select(reader => Read(reader, ids, references))];
    }

    private static Fund Read(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var id = UniqueIds.Read(reader, ids);
        var percent = reader.Percent("percent", required: true);
        var scope = references.Scope(reader);
        var expiry = reader.Object("expiry") is { } section ? ReadExpiry(section) : null;
        var days = reader.Integer("claimDays", 1, Limits.DaysMax);
        reader.RefuseTheRest();
        return new Fund(id ?? "", percent ?? default, scope, expiry, days);
    }

    // Unlike points, a fund's lots expire at the exact time by default.
    private static Expiry ReadExpiry(JsonObjectReader reader)
    {
        var expiry = PointsParsing.ReadLife(reader, ExpiryAt.Exact);
        reader.RefuseTheRest();
        return expiry;
    }
}
