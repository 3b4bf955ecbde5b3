using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>
/// Calls operations as the OpenAPI document describes them, and checks each answer against it: the status, the content type, the body's
/// schema and the headers.
/// </summary>
internal sealed class ApiCalls(ApiDocument document, HttpClient http)
{
    // Schemas whose answers may have further members that depend on the type of movement or problem.
    private static readonly string[] Open = ["Entry", "ProblemAnswer"];

    private readonly SchemaCheck check = new(document);

    /// <summary>The largest log position that an answer stated.</summary>
    public long Position { get; private set; }

    /// <summary>The statuses that each operation has answered with.</summary>
    public HashSet<(string Operation, int Status)> Seen { get; } = [];

    /// <summary>The first body of each operation and status.</summary>
    public Dictionary<(string Operation, int Status), JsonNode> Bodies { get; } = [];

    /// <summary>What is wrong, by call.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Calls an operation and expects a status.</summary>
    public async Task<JsonNode?> ExpectAsync(int status, Call call)
    {
        var (answered, body) = await SendAsync(call);
        if (answered != status) Faults.Add($"{call.Operation} was answered {answered} instead of {status}: {body?.ToJsonString()}");
        return body;
    }

    /// <summary>Calls an operation; answers its status and its body as JSON.</summary>
    public async Task<(int Status, JsonNode? Body)> SendAsync(Call call)
    {
        if (!document.Operations.TryGetValue(call.Operation, out var operation))
        {
            Faults.Add($"{call.Operation} is no operation of the document");
            return (0, null);
        }

        using var request = call.Request(operation, Position);
        using var answer = await (call.Client ?? http).SendAsync(request);
        var (status, body) = await HoldAsync(operation, answer);
        HoldReplay(operation, answer);
        if (status == 200 && call.Tag is null && answer.Headers.ETag is { } tag) await AskAgainAsync(operation, call, tag.ToString());
        if (status == 200 && operation.In("query").Contains("after")) await TurnPageAsync(operation, answer, body);
        return (status, body);
    }

    // Repeats the call with the answer's entity tag: it must be answered with 304, unless the ledger has changed meanwhile.
    private async Task AskAgainAsync(Operation operation, Call call, string tag)
    {
        using var request = (call with { Tag = tag }).Request(operation, Position);
        using var answer = await (call.Client ?? http).SendAsync(request);
        var (status, _) = await HoldAsync(operation, answer);
        if (status != 304 && answer.Headers.ETag?.ToString() == tag) Faults.Add($"{operation.Id} with {tag} was answered {status}");
        if (status == 304 && await answer.Content.ReadAsStringAsync() is { Length: > 0 }) Faults.Add($"{operation.Id} has a body in 304");
    }

    // A page with a cursor for the next page must also have its address in the Link header, and that address must work.
    private async Task TurnPageAsync(Operation operation, HttpResponseMessage answer, JsonNode? body)
    {
        var link = answer.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
        if (operation.Answer(200)!["headers"]?["Link"] is null) return;
        if ((body?["next"] is null) != (link is null)) Faults.Add($"{operation.Id}: next is {body?["next"]}, Link is {link}");
        if (link is null) return;
        var address = link[1..link.IndexOf('>', StringComparison.Ordinal)];
        if (!link.EndsWith("; rel=\"next\"", StringComparison.Ordinal)) Faults.Add($"{operation.Id}: {link}");
        using var next = await http.GetAsync(new Uri(address, UriKind.Relative));
        if (next.StatusCode != System.Net.HttpStatusCode.OK) Faults.Add($"{operation.Id}: {address} was answered {next.StatusCode}");
        await HoldAsync(operation, next);
    }

    private void HoldReplay(Operation operation, HttpResponseMessage answer)
    {
        if (!operation.In("header").Contains("Idempotency-Key") || !answer.IsSuccessStatusCode) return;
        var isReplay = answer.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Single() == "true";
        if (isReplay != ((int)answer.StatusCode == 200)) Faults.Add($"{operation.Id}: {answer.StatusCode}, replayed: {isReplay}");
    }

    /// <summary>Checks an answer of an operation against its description.</summary>
    public async Task<(int Status, JsonNode? Body)> HoldAsync(Operation operation, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var text = await answer.Content.ReadAsStringAsync();
        var what = $"{operation.Id} {answer.RequestMessage!.RequestUri!.PathAndQuery} → {status}";
        if (answer.Headers.TryGetValues("Ledger-Position", out var positions))
        {
            Position = Math.Max(Position, long.Parse(positions.First(), CultureInfo.InvariantCulture));
        }

        Seen.Add((operation.Id, status));
        if (operation.Answer(status) is not { } described)
        {
            Faults.Add($"{what} is not described: {text}");
            return (status, null);
        }

        foreach (var header in (described["headers"] as JsonObject ?? []).Select(one => one.Key).Except(["Link", "Idempotency-Replayed"]))
        {
            if (!answer.Headers.Contains(header)) Faults.Add($"{what} has no {header}");
        }

        if (described["content"] is not JsonObject contents) return (status, null);
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (contents[type] is not { } content)
        {
            Faults.Add($"{what} is {type}, which is not described: {text}");
            return (status, null);
        }

        if (!type.EndsWith("json", StringComparison.Ordinal)) return (status, null);
        var body = JsonNode.Parse(text);
        Faults.AddRange(check.FaultsOf(body, content["schema"]!, Open).Select(fault => $"{what}: {fault}"));
        if (body is not null) Bodies.TryAdd((operation.Id, status), body);
        return (status, body);
    }
}

/// <summary>One call of an operation.</summary>
/// <param name="Operation">Its id.</param>
/// <param name="Path">Its parameters in the path, by name.</param>
internal sealed record Call(string Operation, params (string Name, string Value)[] Path)
{
    /// <summary>The query without its question mark.</summary>
    public string Query { get; init; } = "";

    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The Idempotency-Key.</summary>
    public string? Key { get; init; }

    /// <summary>The client of the caller; null for the default one.</summary>
    public HttpClient? Client { get; init; }

    /// <summary>The ETag that the caller has.</summary>
    public string? Tag { get; init; }

    /// <summary>The media type that the caller asks for.</summary>
    public string? Accept { get; init; }

    public HttpRequestMessage Request(Operation operation, long position)
    {
        var path = operation.Path;
        foreach (var (name, value) in Path) path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        Assert.That(path, Does.Not.Contain('{'), $"the path of {Operation} needs more parameters");
        var query = Query;
        if (operation.In("query").Contains("minPosition") && !Query.Contains("minPosition", StringComparison.Ordinal))
        {
            query = string.Create(CultureInfo.InvariantCulture, $"{query}{(query.Length > 0 ? "&" : "")}minPosition={position}");
        }

        var request = new HttpRequestMessage(
            new HttpMethod(operation.Method), new Uri(query.Length > 0 ? $"{path}?{query}" : path, UriKind.Relative));
        if (Body is not null) request.Content = new StringContent(Body, Encoding.UTF8, new MediaTypeHeaderValue(ContentType));
        if (Key is not null) request.Headers.Add("Idempotency-Key", Key);
        if (Accept is not null) request.Headers.Accept.ParseAdd(Accept);
        if (Tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", Tag);
        return request;
    }
}
