using System.Collections.Frozen;
using System.Text.Json;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>
/// The names to which other parts of a document may refer. Invalid definitions count too, so that a reference to one is not reported as a
/// second error.
/// </summary>
internal sealed class References
{
    private readonly FrozenSet<string> scopes;
    private readonly FrozenSet<string> tiers;
    private readonly FrozenSet<string> rewards;
    private readonly FrozenSet<string> perks;
    private readonly FrozenSet<string> memberships;
    private readonly FrozenSet<string> segments;
    private readonly FrozenSet<string> partners;

    private References(JsonObjectReader program)
    {
        scopes = program.Value("scopes") is { ValueKind: JsonValueKind.Object } section
            ? section.EnumerateObject().Select(JsonText.NameOf).OfType<string>().ToFrozenSet(StringComparer.Ordinal) : [];
        tiers = IdsIn(program, "tiers") is { Count: > 0 } named ? named : FrozenSet.Create(StringComparer.Ordinal, TierParsing.OnlyTier);
        rewards = IdsIn(program, "rewards");
        perks = IdsIn(program, "perks");
        memberships = IdsIn(program, "memberships");
        segments = IdsIn(program, "segments");
        partners = IdsIn(program, "partners");
    }

    public static References In(JsonObjectReader program) => new(program);

    /// <summary>Reads a reference to a scope; null when it is absent, or unknown, which is recorded as an error.</summary>
    public string? Scope(JsonObjectReader reader) => Known(scopes, reader, "scope", false, ProgramErrorCodes.UnknownScope);

    /// <summary>Reads a reference to a reward; null when it is absent or unknown, which is recorded as an error.</summary>
    public string? Reward(JsonObjectReader reader) => Known(rewards, reader, "reward", true, ProgramErrorCodes.UnknownReward);

    public bool CheckTier(string id, string path, ErrorList errors) =>
        Check(tiers, id, path, errors, ProgramErrorCodes.UnknownTier, "tier");

    public bool CheckPerk(string id, string path, ErrorList errors) =>
        Check(perks, id, path, errors, ProgramErrorCodes.UnknownPerk, "perk");

    public bool CheckMembership(string id, string path, ErrorList errors) =>
        Check(memberships, id, path, errors, ProgramErrorCodes.UnknownMembership, "membership");

    public bool CheckSegment(string id, string path, ErrorList errors) =>
        Check(segments, id, path, errors, ProgramErrorCodes.UnknownSegment, "segment");

    public bool CheckPartner(string id, string path, ErrorList errors) =>
        Check(partners, id, path, errors, ProgramErrorCodes.UnknownPartner, "partner");

    private static string? Known(FrozenSet<string> names, JsonObjectReader reader, string field, bool required, string code)
    {
        if (reader.Text(field, required) is not { } name) return null;
        return Check(names, name, reader.PathOf(field), reader.Errors, code, field) ? name : null;
    }

    private static bool Check(FrozenSet<string> names, string id, string path, ErrorList errors, string code, string what)
    {
        if (names.Contains(id)) return true;
        errors.Add(path, code, $"No {what} is called '{id}'.");
        return false;
    }

    private static FrozenSet<string> IdsIn(JsonObjectReader program, string section)
    {
        if (program.Value(section) is not { ValueKind: JsonValueKind.Array } list) return [];
        return list.EnumerateArray().Select(IdOf).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
    }

    private static string? IdOf(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in entry.EnumerateObject())
        {
            if (JsonText.NameOf(member) == "id") return JsonText.Of(member.Value);
        }

        return null;
    }
}
