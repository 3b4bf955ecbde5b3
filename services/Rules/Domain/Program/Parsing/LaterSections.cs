using System.Text.Json;

namespace Ledger.Rules.Domain;

/// <summary>
/// Parts of the format that this build does not carry out. They are refused by name, never ignored; empty they ask for
/// nothing and are accepted. What begins to work leaves these tables.
/// </summary>
internal static class LaterSections
{
    private static readonly string[] OfProgram =
    [
        "activities", "milestones", "funds", "memberships", "challenges", "draws", "perks", "segments", "partners",
    ];

    private static readonly string[] OfCondition = ["segmentIn", "perkIn", "membershipIn", "partnerIn", "npsAtLeast"];

    private static readonly string[] OfTier = ["perks"];

    public static void RefuseInProgram(JsonObjectReader program) => Refuse(program, OfProgram);

    public static void RefuseInCondition(JsonObjectReader condition) => Refuse(condition, OfCondition);

    public static void RefuseInTier(JsonObjectReader tier) => Refuse(tier, OfTier);

    public static void Refuse(JsonObjectReader reader, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (reader.Value(name) is { } value && !AsksForNothing(value)) reader.Fail(name, ProgramErrorCodes.NotSupportedYet, "This part of the format is not supported yet.");
        }
    }

    private static bool AsksForNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
