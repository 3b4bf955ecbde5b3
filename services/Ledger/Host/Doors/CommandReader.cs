using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;

namespace Ledger.Ledger.Host;

/// <summary>Reads a command from the body of a request and what the address and headers say of it.</summary>
internal static class CommandReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The command, or why there is none. The body may repeat what the address says but not contradict it; the caller is no part of it.</summary>
    public static (ISpendingCommand? Command, Outcome? Refusal) Read<T>(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> address, string principal)
        where T : ISpendingCommand
    {
        JsonObject fields;
        try
        {
            fields = body.Length == 0 ? [] : JsonNode.Parse(body.Span, null, Strict) as JsonObject ?? throw new JsonException("A command is a JSON object.");
        }
        catch (JsonException broken)
        {
            return (null, FactReader.Refused(broken).Refusal! with { Code = Refusals.MalformedJson });
        }

        if (fields.ContainsKey("principal")) return (null, Outcome.Reject(Refusals.UnknownField, "$.principal: who asks is who calls."));
        foreach (var (name, value) in address)
        {
            if (fields[name] is { } given && (given.GetValueKind() != JsonValueKind.String || (string?)given != value))
            {
                return (null, Outcome.Reject(Refusals.InvalidValue, $"$.{name} is not what the address says."));
            }

            fields[name] = value;
        }

        fields["principal"] = principal;
        try
        {
            return (fields.Deserialize<T>(Wire.Options), null);
        }
        catch (JsonException wrong)
        {
            return (null, FactReader.Refused(wrong).Refusal);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            return (null, Outcome.Reject(Refusals.MalformedText, "A text holds what is not Unicode."));
        }
    }
}
