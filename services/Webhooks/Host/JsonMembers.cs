using System.Text.Json;
using System.Text.Unicode;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Hosting;
using Ledger.Rules.Domain.Program.Parsing;
using Microsoft.AspNetCore.Http;

namespace Ledger.Webhooks.Host;

/// <summary>Reads the members of a request body that is one JSON object. Only the first error is reported.</summary>
internal sealed class JsonMembers
{
    private const int BytesMax = 64 * 1024;
    private readonly JsonElement body;

    private JsonMembers(JsonElement body) => this.body = body;

    /// <summary>The answer for the first invalid member that was read; null: none so far.</summary>
    public IResult? Fault { get; private set; }

    /// <summary>Reads the body; an empty body counts as an object without members. Members is null, and Problem is set, when the body is
    /// not a JSON object.</summary>
    /// <param name="known">Names of the allowed members.</param>
    public static async Task<(JsonMembers? Members, IResult? Problem)> ReadAsync(HttpContext context, params string[] known)
    {
        if (await RequestBody.ReadAsync(context.Request, BytesMax, context.RequestAborted) is not { } bytes)
        {
            return (null, Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"The body is at most {BytesMax} bytes."));
        }

        if (bytes.Length == 0) bytes = "{}"u8.ToArray();
        if (JsonSyntax.FaultOf(bytes) is { } broken) return (null, Malformed(Refusals.MalformedJson, broken));
        if (!Utf8.IsValid(bytes)) return (null, Malformed(Refusals.MalformedText, "The body holds bytes that are not UTF-8."));
        using var document = JsonDocument.Parse(bytes);
        var body = document.RootElement.Clone();
        if (body.ValueKind != JsonValueKind.Object) return (null, Invalid("$ is a JSON object."));
        try
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in body.EnumerateObject())
            {
                var path = $"${JsonPath.Member(member.Name)}";
                if (!seen.Add(member.Name)) return (null, Malformed(Refusals.UnknownField, $"{path} is there twice."));
                if (known.Contains(member.Name)) continue;
                return (null, Malformed(Refusals.UnknownField, $"{path} is no member here; there are {string.Join(", ", known)}."));
            }

            return (new JsonMembers(body), null);
        }
        catch (InvalidOperationException)
        {
            return (null, HalfPair());
        }
    }

    /// <summary>A text; null when the member is absent.</summary>
    public string? Text(string name) => Present(name) is { } value ? TextOf(value, name) : null;

    /// <summary>A list of texts; null when the member is absent.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Present(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray().Select(item => TextOf(item, name)).OfType<string>()];
        Fault ??= Invalid($"$.{name} is a list of texts.");
        return null;
    }

    /// <summary>A whole number within bounds; null when the member is absent.</summary>
    public long? Number(string name, long least, long most)
    {
        if (Present(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least
            && number <= most) return number;
        Fault ??= Invalid($"$.{name} is a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>The answer for a member with an invalid value.</summary>
    public static IResult Invalid(string sentence) => Malformed(Refusals.InvalidValue, sentence);

    private JsonElement? Present(string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string? TextOf(JsonElement value, string name)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.String) return value.GetString();
            Fault ??= Invalid($"$.{name} is text.");
        }
        catch (InvalidOperationException)
        {
            Fault ??= HalfPair();
        }

        return null;
    }

    private static IResult HalfPair() => Malformed(Refusals.MalformedText, "A text in the body holds half of a surrogate pair.");

    private static IResult Malformed(string code, string sentence) => Problem.Of(StatusCodes.Status400BadRequest, code, sentence);
}
