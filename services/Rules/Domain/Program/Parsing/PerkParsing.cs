namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads perks and segments (mechanics.md §6).</summary>
internal static class PerkParsing
{
    private const int TextMax = 1_000;

    public static IReadOnlyList<Perk> ReadPerks(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("perks").Select(reader => ReadPerk(reader, ids, references))];
    }

    public static IReadOnlyList<Segment> ReadSegments(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("segments").Select(reader => ReadSegment(reader, ids, references))];
    }

    private static Perk ReadPerk(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var id = UniqueIds.Read(reader, ids);
        var when = reader.Object("when") is { } condition ? ConditionParsing.Read(condition, references, Asking.ForPerk) : null;
        var perk = new Perk(id ?? "", when, reader.Choice("activationOn", PointsParsing.Triggers), ReadText(reader, "benefit"),
            ReadText(reader, "kind"));
        reader.RefuseTheRest();
        return perk;
    }

    private static Segment ReadSegment(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var id = UniqueIds.Read(reader, ids);
        var when = reader.Object("when", required: true) is { } condition ? ConditionParsing.Read(condition, references, Asking.ForSegment)
            : new Condition();
        reader.RefuseTheRest();
        return new Segment(id ?? "", when);
    }

    private static string? ReadText(JsonObjectReader reader, string name)
    {
        if (reader.Text(name) is not { } text) return null;
        if (text.Length is >= 1 and <= TextMax) return text;
        reader.Fail(name, ProgramErrorCodes.OutOfRange, $"A text of 1 to {TextMax} characters was expected.");
        return null;
    }
}
