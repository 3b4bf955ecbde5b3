using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads steps: at least one, from 0 or more, strictly ascending.</summary>
internal static class StepParsing
{
    public static IReadOnlyList<Step> Read(JsonObjectReader owner)
    {
        var steps = new List<Step>();
        Exact? last = null;
        foreach (var reader in owner.Objects("steps", required: true))
        {
            var from = reader.Number("from", 0, required: true);
            var percent = reader.Percent("percent", required: true);
            reader.RefuseTheRest();
            if (from is { } value)
            {
                if (last is { } before && value <= before)
                {
                    reader.Fail("from", ProgramErrorCodes.NotAscending, "Every step begins above the one before.");
                }
                last = value;
            }

            steps.Add(new Step(from ?? default, percent ?? default));
        }

        if (owner.Value("steps") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
        {
            owner.Fail("steps", ProgramErrorCodes.Empty, "At least one step is needed.");
        }
        return steps;
    }
}
