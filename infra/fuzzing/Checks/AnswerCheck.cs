using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Fuzz.Inputs;
using Ledger.Fuzz.Sending;

namespace Ledger.Fuzz.Checks;

/// <summary>Checks that every answer must pass, whatever the request.</summary>
/// <param name="codes">The documented refusal codes.</param>
public sealed partial class AnswerCheck(IReadOnlySet<string> codes)
{
    private const string Types = """System\.[A-Z]|Ledger\.[A-Z]\w*\.|\w*Exception\b|\.NET|Json[A-Z][a-z]+|Npgsql|\b[A-Z]\w+`\d""";

    private const string Advice =
        """[Rr]eader options|nullability|LineNumber|BytePositionInLine|CLR|\btype '[A-Z]|constructor|[Dd]eserializ| at [A-Z]\w+\.\w+\(""";

    private static readonly string[] Outcomes = ["recorded", "repeated", "superseded", "parked", "rejected", "conflicts"];

    /// <summary>Time limit of an answer; a longer one is a hang, unless the same request alone is faster.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    /// <summary>The first fault of an answer; null: none.</summary>
    public Finding? Of(Request request, Answer answer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        var route = RouteOf(request);
        try
        {
            return answer.Status switch
            {
                // Bytes that are not HTTP may be answered by closing the connection.
                0 => request.Framing().IsWellFormed ? new Finding("no answer", request.Kind, answer.ToString()) : null,
                505 when !request.Framing().IsVersionSupported => null,
                >= 500 => new Finding($"status {answer.Status}", route, answer.ToString()),
                < 400 => IsJson(answer) ? Success(request, answer) : null,
                // A request that the server cannot read as HTTP never reaches the service, and an answer to HEAD has no body.
                _ when answer.Body.Length == 0 && (IsHead(request) || (answer.Closes && !request.Framing().IsWellFormed)) => null,
                _ => Problem(route, answer),
            };
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new Finding("an answer is not the JSON that it should be", $"{answer.Status} {route}", answer.ToString());
        }
    }

    /// <summary>Checks a text that callers see: it must not contain a type of the product or the runtime, or a library's message.</summary>
    public static Finding? Text(string where, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Leak().Match(text) is { Success: true } leak ? new Finding("a text names the implementation", $"{where}: {leak.Value}", text)
            : null;
    }

    private static bool IsJson(Answer answer) => answer.ContentType.StartsWith("application/json", StringComparison.Ordinal);

    private static bool IsHead(Request request) => request.Head.StartsWith("HEAD", StringComparison.Ordinal);

    private Finding? Problem(string route, Answer answer)
    {
        if (!answer.ContentType.StartsWith("application/problem+json", StringComparison.Ordinal))
        {
            return new Finding("a refusal is no problem document", $"{answer.Status} {answer.ContentType} {route}", answer.ToString());
        }

        using var document = JsonDocument.Parse(answer.Body);
        var problem = document.RootElement;
        var (code, type, detail) = (TextOf(problem, "code"), TextOf(problem, "type"), TextOf(problem, "detail"));
        if (code is null) return new Finding("a refusal has no code", $"{answer.Status} {route}", answer.ToString());
        if (!codes.Contains(code)) return new Finding("a code is not documented", code, answer.ToString());
        if (type != $"urn:ledger:problem:{code}") return new Finding("a problem's type is not of its code", $"{code} {type}",
            answer.ToString());
        if (string.IsNullOrEmpty(detail)) return new Finding("a refusal says nothing", code, answer.ToString());
        if (problem.GetProperty("status").GetInt32() != answer.Status) return new Finding("a problem has another status", code,
            answer.ToString());
        return Text(code, detail)
            ?? (problem.TryGetProperty("errors", out var errors) ? Errors(errors) : null)
            ?? (problem.TryGetProperty("problems", out var problems) ? Problems(problems) : null);
    }

    private static Finding? Errors(JsonElement errors)
    {
        foreach (var error in errors.EnumerateArray())
        {
            if (TextOf(error, "path") is not { } path || TextOf(error, "code") is null || TextOf(error, "message") is not { } message)
            {
                return new Finding("an error of a document lacks a member", "", error.GetRawText());
            }

            if (Text($"errors at {path}", message) is { } leak) return leak;
        }

        return null;
    }

    private Finding? Success(Request request, Answer answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return request.GoodLines is { } good ? Batch(request, good, document.RootElement, answer) : null;
    }

    // Lines are independent: each must have an outcome, and every good fact must be recorded.
    private Finding? Batch(Request request, IReadOnlyList<int> good, JsonElement tally, Answer answer)
    {
        var ended = Outcomes.Sum(name => tally.GetProperty(name).GetInt64());
        if (ended != request.FilledLines())
        {
            return new Finding("a batch's counts do not add up", "", $"{request.FilledLines()} lines, {ended} outcomes: {answer}");
        }

        if (tally.GetProperty("recorded").GetInt64() + tally.GetProperty("repeated").GetInt64() < good.Count)
        {
            return new Finding("a good line was not recorded", "", answer.ToString());
        }

        foreach (var problem in tally.GetProperty("problems").EnumerateArray())
        {
            if (!good.Contains(problem.GetProperty("line").GetInt32())) continue;
            return new Finding("a good line was refused", TextOf(problem, "code") ?? "", problem.GetRawText());
        }

        return Problems(tally.GetProperty("problems"));
    }

    private Finding? Problems(JsonElement problems)
    {
        foreach (var problem in problems.EnumerateArray())
        {
            var code = TextOf(problem, "code") ?? "";
            if (!codes.Contains(code)) return new Finding("a code is not documented", code, problem.GetRawText());
            if (Text(code, TextOf(problem, "message") ?? "") is { } leak) return leak with { Answer = problem.GetRawText() };
        }

        return null;
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <summary>The method and the last word of the path: cases of one endpoint are one finding.</summary>
    public static string RouteOf(Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var words = request.FirstLine.Split(' ');
        if (words.Length < 2) return request.Kind;
        var path = words[1].Split('?')[0].Split('/');
        var last = path.Length > 6 ? $"/…/{path[^1]}" : "";
        var query = words[1].Contains('?', StringComparison.Ordinal) ? "?" : "";
        return Shortened($"{words[0]} {(path.Length > 4 ? path[4] : path[^1])}{last}{query}");
    }

    private static string Shortened(string text) => text.Length > 80 ? text[..80] + "…" : text;

    [GeneratedRegex(Types + "|" + Advice)]
    private static partial Regex Leak();
}
