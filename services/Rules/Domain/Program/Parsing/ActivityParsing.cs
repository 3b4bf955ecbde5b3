namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads activity rules (mechanics.md §2).</summary>
internal static class ActivityParsing
{
    private const long ScoreMin = -1_000_000_000_000_000;

    private static readonly Dictionary<string, CapPeriod> Periods = new()
    {
        ["ever"] = CapPeriod.Ever,
        ["day"] = CapPeriod.Day,
        ["month"] = CapPeriod.Month,
        ["year"] = CapPeriod.Year,
    };

    public static IReadOnlyList<ActivityRule> Read(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("activities").Select(reader => Read(reader, ids, references))];
    }

    private static string ReadActivity(JsonObjectReader reader) =>
        reader.Text("activity", required: true) is { } text && Ids.CheckStock(text, reader.PathOf("activity"), reader.Errors) ? text : "";

    private static ActivityRule Read(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var rule = new ActivityRule
        {
            Id = UniqueIds.Read(reader, ids) ?? "",
            Activity = ReadActivity(reader),
            Points = reader.Number("points", 0, required: true) ?? default,
            Owner = reader.Choice("owner", EarningParsing.Owners) ?? PointsOwner.Account,
            MaxPerContact = reader.Integer("maxPerContact", 1, int.MaxValue),
            MaxPerAccount = reader.Integer("maxPerAccount", 1, int.MaxValue),
            Every = reader.Choice("every", Periods) ?? CapPeriod.Ever,
            ScoreAtLeast = reader.Number("scoreAtLeast", ScoreMin),
            Validity = ValidityParsing.ReadOfActivity(reader, references),
        };
        reader.RefuseTheRest();
        return rule;
    }
}
