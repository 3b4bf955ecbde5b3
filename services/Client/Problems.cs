using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Polly.Timeout;

namespace Ledger.Client;

/// <summary>Makes problem documents (RFC 9457) of unsuccessful answers and failures.</summary>
internal static class Problems
{
    /// <summary>Reads an unsuccessful answer. Members missing from its document, for example in a proxy's answer, are filled in.</summary>
    public static async Task<ProblemAnswer> OfAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var (status, phrase) = (answer.StatusCode, answer.ReasonPhrase);
        var made = Made(status, LedgerException.NoProblem, $"The service answered {(int)status} {phrase}.");
        try
        {
            var body = await answer.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
            if (JsonNode.Parse(body) is not JsonObject document) return made;
            document["detail"] ??= document["title"]?.DeepClone();
            var filling = JsonSerializer.SerializeToNode(made, Wire.Options)!.AsObject();
            foreach (var (name, value) in filling) document[name] ??= value?.DeepClone();
            return document.Deserialize<ProblemAnswer>(Wire.Lenient)!;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or HttpRequestException or IOException)
        {
            return made;
        }
    }

    /// <summary>The problem document for a request without an answer.</summary>
    public static ProblemAnswer Of(Exception failure) => Made(
        HttpStatusCode.ServiceUnavailable,
        LedgerException.NoAnswer,
        failure is TimeoutRejectedException or OperationCanceledException ? "no answer in time" : failure.Message);

    /// <summary>Why an attempt failed, for people.</summary>
    public static async Task<string> ReasonAsync(HttpResponseMessage? answer, Exception? failure, CancellationToken ct)
    {
        var problem = failure is null ? await OfAsync(answer!, ct).ConfigureAwait(false) : Of(failure);
        return problem.Code is LedgerException.NoAnswer or LedgerException.NoProblem
            ? problem.Detail
            : $"{problem.Detail} ({problem.Code})";
    }

    private static ProblemAnswer Made(HttpStatusCode status, string code, string detail) =>
        new() { Type = "about:blank", Title = status.ToString(), Status = (int)status, Detail = detail, Code = code };
}
