using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>
/// Checks JSON against the schemas of an OpenAPI document. It supports the keywords that the document uses; any other keyword is an error.
/// Members that a schema does not name are faults, even if the schema allows them, unless the component is listed as open.
/// </summary>
internal sealed class SchemaCheck(ApiDocument document)
{
    private static readonly string[] Annotations = ["description", "title", "example", "examples", "default", "format"];

    /// <summary>The faults, each with its JSON path; empty when there are none.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="open">Names of components whose further members are not named.</param>
    public IReadOnlyList<string> FaultsOf(JsonNode? value, JsonNode schema, params string[] open)
    {
        var faults = new List<string>();
        Check(value, schema, "$", faults, open);
        return faults;
    }

    private void Check(JsonNode? value, JsonNode schema, string at, List<string> faults, string[] open)
    {
        var isOpen = schema["$ref"] is { } reference && open.Contains(((string)reference!).Split('/')[^1]);
        var words = document.Resolve(schema);
        foreach (var (word, rule) in words)
        {
            switch (word)
            {
                case "type":
                    if (!IsOf((string)rule!, value)) faults.Add($"{at} is no {rule}: {value?.ToJsonString() ?? "null"}");
                    break;
                case "properties" or "required" or "additionalProperties":
                    break;
                case "items":
                    if (value is not JsonArray items) break;
                    for (var i = 0; i < items.Count; i++)
                    {
                        Check(items[i], rule!, string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"), faults, open);
                    }

                    break;
                case "enum":
                    var isKnown = rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value));
                    if (!isKnown) faults.Add($"{at} is none of {rule.ToJsonString()}: {value}");
                    break;
                case "pattern":
                    var isLike = value?.GetValueKind() == JsonValueKind.String && Regex.IsMatch((string)value!, (string)rule!);
                    if (!isLike) faults.Add($"{at} is not like {rule}: {value}");
                    break;
                case "anyOf":
                    if (!rule!.AsArray().Any(one => FaultsOf(value, one!, open).Count == 0))
                    {
                        faults.Add($"{at} fits none of anyOf: {value}");
                    }
                    break;
                case "allOf":
                    CheckAll(value, rule!.AsArray(), at, faults, open);
                    break;
                case "minItems":
                    if (value is JsonArray few && few.Count < (int)rule!) faults.Add($"{at} has less than {rule} items");
                    break;
                case "maxItems":
                    if (value is JsonArray many && many.Count > (int)rule!) faults.Add($"{at} has more than {rule} items");
                    break;
                case "minimum":
                    if (value is JsonValue low && (decimal)low < (decimal)rule!) faults.Add($"{at} is below {rule}");
                    break;
                case "maximum":
                    if (value is JsonValue high && (decimal)high > (decimal)rule!) faults.Add($"{at} is above {rule}");
                    break;
                case "minLength" or "maxLength":
                    break;
                default:
                    if (!Annotations.Contains(word)) faults.Add($"the schema at {at} says {word}, which this check does not know");
                    break;
            }
        }

        if (words["format"] is { } format && value is JsonValue && !HasFormat((string)format!, value))
        {
            faults.Add($"{at} is no {format}: {value}");
        }
        if (value is JsonObject members && (words.ContainsKey("properties") || words.ContainsKey("additionalProperties")))
        {
            CheckMembers(members, words, at, faults, isOpen, open);
        }
    }

    private void CheckMembers(JsonObject members, JsonObject words, string at, List<string> faults, bool isOpen, string[] open)
    {
        var known = words["properties"] as JsonObject ?? [];
        foreach (var name in words["required"] as JsonArray ?? [])
        {
            if (!members.ContainsKey((string)name!)) faults.Add($"{at}.{name} is missing");
        }

        foreach (var (name, member) in members)
        {
            if (known[name] is { } schema) Check(member, schema, $"{at}.{name}", faults, open);
            else if (words["additionalProperties"] is JsonObject others) Check(member, others, $"{at}.{name}", faults, open);
            else if (!isOpen) faults.Add($"{at}.{name} is not described");
        }
    }

    // The schema of a problem is an allOf of the common members and the codes, and each part names only some of the members.
    private void CheckAll(JsonNode? value, JsonArray parts, string at, List<string> faults, string[] open)
    {
        Check(value, parts[0]!, at, faults, open);
        foreach (var part in parts.Skip(1))
        {
            foreach (var (name, schema) in part!["properties"]!.AsObject()) Check(value?[name], schema!, $"{at}.{name}", faults, open);
        }
    }

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && decimal.IsInteger((decimal)value!),
        _ => false,
    };

    private static bool HasFormat(string format, JsonNode value) => format switch
    {
        "date-time" => value.GetValueKind() == JsonValueKind.String
            && DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParse(value.ToString(), out _),
        "int32" => (decimal)value is >= int.MinValue and <= int.MaxValue,
        "int64" => (decimal)value is >= long.MinValue and <= long.MaxValue,
        _ => false,
    };
}
