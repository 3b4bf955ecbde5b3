using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Answers a refusal as RFC 9457 problem details with a stable code.</summary>
public static class Problem
{
    /// <summary>A problem document: <paramref name="code"/> is stable, <paramref name="detail"/> is a sentence for people.</summary>
    /// <param name="extensions">Further members, for example the errors of a program document.</param>
    public static IResult Of(int status, string code, string detail, IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var members = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in extensions ?? new Dictionary<string, object?>()) members[name] = value;
        return Results.Problem(detail: detail, statusCode: status, title: code.Replace('_', ' '), type: $"urn:ledger:problem:{code}", extensions: members);
    }
}
