namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads the ids of entries in a list in which ids must be unique.</summary>
internal static class UniqueIds
{
    public static string? Read(JsonObjectReader reader, HashSet<string> seen)
    {
        if (reader.Id("id", required: true) is not { } id) return null;
        if (!seen.Add(id)) reader.Fail("id", ProgramErrorCodes.DuplicateId, $"The id '{id}' is taken already.");
        return id;
    }
}
