using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>Calls every operation of the OpenAPI document, and checks that every answer fits its description.</summary>
public sealed class OpenApiTests
{
    /// <summary>The environment variable with the folder to which the walk's answers are written, as examples for the document.</summary>
    private const string ExamplesTo = "LEDGER_WRITE_EXAMPLES";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static HttpClient Http => Subject.Http;

    [Test]
    public async Task Every_operation_answers_as_it_is_described()
    {
        if (await Subject.ClientOfAsync("second-person") is not { } second)
        {
            Assert.Ignore("a second key is needed, which only the test's own service has");
            return;
        }

        var document = await ApiDocument.ReadAsync(Http);
        var calls = new ApiCalls(document, Http);
        var program = $"acme-{Guid.NewGuid():N}";
        await new Walk(calls, program, second).RunAsync(new Shop(program).Document(await MembersAsync()));

        if (Environment.GetEnvironmentVariable(ExamplesTo) is { Length: > 0 } folder) Write(calls, program, folder);
        var unseen = document.Operations.Keys.Except(calls.Seen.Where(seen => seen.Status < 300).Select(seen => seen.Operation));
        var never304 = document
            .Operations.Values.Where(operation => operation.Answer(304) is not null)
            .Select(operation => (operation.Id, 304))
            .Except(calls.Seen);
        Assert.Multiple(() =>
        {
            Assert.That(calls.Faults, Is.Empty);
            Assert.That(unseen, Is.Empty, "operations that no call of this test succeeded with");
            Assert.That(never304, Is.Empty, "operations with a tag that were never answered with 304");
        });
    }

    [Test]
    public async Task Every_operation_refuses_bad_input_as_it_is_described()
    {
        var document = await ApiDocument.ReadAsync(Http);
        var calls = new ApiCalls(document, Http);
        using var nobody = new HttpClient { BaseAddress = Subject.Url };
        foreach (var operation in document.Operations.Values)
        {
            foreach (var (client, request) in Bad(operation, nobody))
            {
                using (request)
                using (var answer = await client.SendAsync(request)) await calls.HoldAsync(operation, answer);
            }
        }

        var codes = calls.Bodies.Where(one => one.Key.Status >= 400).Select(one => (string?)one.Value["code"]).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(calls.Faults, Is.Empty);
            Assert.That(codes, Is.SupersetOf(new[] { "unauthorized", "invalid_value", "unknown_program" }));
            Assert.That(calls.Seen.Where(seen => seen.Status >= 500), Is.Empty);
        });
    }

    [Test]
    public async Task Every_example_fits_its_schema_and_every_operation_shows_an_answer()
    {
        var document = await ApiDocument.ReadAsync(Http);
        var check = new SchemaCheck(document);
        var (faults, shown) = (new List<string>(), new HashSet<string>());
        foreach (var operation in document.Operations.Values)
        {
            var bodies = operation.Description["responses"]!.AsObject().Where(answer => answer.Key[0] == '2')
                .Select(answer => (Where: $"{operation.Id} {answer.Key}", Content: answer.Value!["content"]))
                .Append((Where: RequestOf(operation), Content: operation.Description["requestBody"]?["content"]));
            foreach (var (where, content) in bodies)
            {
                if (content is not JsonObject types) continue;
                foreach (var (type, described) in types.Where(one => one.Key.EndsWith("json", StringComparison.Ordinal)))
                {
                    if (described!["example"] is not { } example) continue;
                    var found = check.FaultsOf(example, described["schema"]!, "Entry", "ProblemAnswer");
                    faults.AddRange(found.Select(fault => $"{where} {type}: {fault}"));
                    if (where != RequestOf(operation)) shown.Add(operation.Id);
                }
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(faults, Is.Empty);
            Assert.That(
                document.Operations.Values.Where(operation => operation.AnswersRecord).Select(operation => operation.Id).Except(shown),
                Is.Empty, "operations without an example of their answer");
        });
    }

    [Test]
    public async Task The_document_is_open_to_all_and_the_explorer_loads_nothing_from_elsewhere()
    {
        using var nobody = new HttpClient { BaseAddress = Subject.Url };
        using var document = await nobody.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        using var page = await nobody.GetAsync(new Uri("/docs", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(document.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
            Assert.That(
                page.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'").And.Not.Contains("http"));
            Assert.That(html, Does.Not.Match("(src|href)=[\"']https?://").And.Contains("openapi/v1.json"));
        });
        foreach (Match script in Regex.Matches(html, "src=[\"']([^\"']+)[\"']"))
        {
            var address = new Uri(page.RequestMessage!.RequestUri!, script.Groups[1].Value);
            using var asset = await nobody.GetAsync(address);
            Assert.That(asset.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{address} is served by the service itself");
        }
    }

    private static string RequestOf(Operation operation) => $"{operation.Id} request";

    private static async Task<string> MembersAsync()
    {
        var text = await File.ReadAllTextAsync(System.IO.Path.Combine(BuiltFiles.Root, "tests/Conformance.Tests/OpenApi/program.json"));
        return text.Trim()[1..^1];
    }

    // Bad requests: without a key, for an unknown program, with invalid parameters and bodies.
    private static IEnumerable<(HttpClient Client, HttpRequestMessage Request)> Bad(Operation operation, HttpClient nobody)
    {
        var path = AddressOf(operation, "nothing");
        yield return (nobody, Request(operation, path));
        yield return (Http, Request(operation, path));
        yield return (Http, Request(operation, $"{path}?nonsense=1&nonsense=2"));
        if (operation.In("path").Any()) yield return (Http, Request(operation, AddressOf(operation, "%FF")));
        foreach (var parameter in operation.In("query")) yield return (Http, Request(operation, $"{path}?{parameter}=%20no-sense"));
        if (operation.Description["requestBody"] is null) yield break;
        string[] bodies = ["{", "[]", "{}", "{\"nonsense\":1}", "{\"nonsense\":1e999,\"a\":\"\\ud800\"}"];
        foreach (var body in bodies)
        {
            yield return (Http, Request(operation, path, body));
            yield return (Http, Request(operation, path, body, "key"));
        }
    }

    private static string AddressOf(Operation operation, string value)
    {
        var path = operation.Path;
        foreach (var name in operation.In("path"))
        {
            var given = name == "version" ? "1" : name == "from" ? "2011-01-01T00:00:00Z" : value;
            path = path.Replace($"{{{name}}}", given, StringComparison.Ordinal);
        }

        return path;
    }

    private static HttpRequestMessage Request(Operation operation, string address, string? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(address, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private static void Write(ApiCalls calls, string program, string folder)
    {
        foreach (var ((operation, status), body) in calls.Bodies.Where(one => one.Key is { Status: < 300, Operation: not "getAsyncApi" }))
        {
            Shorten(body);
            var text = body.ToJsonString(Readable).Replace(program, "acme", StringComparison.Ordinal);
            File.WriteAllText(System.IO.Path.Combine(folder, $"{operation}.{status}.json"), text + "\n");
        }
    }

    // Examples show the first two items of each list.
    private static void Shorten(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                while (list.Count > 2 && list[^1] is JsonObject) list.RemoveAt(list.Count - 1);
                foreach (var one in list) Shorten(one);
                break;
            case JsonObject members:
                foreach (var (_, member) in members) Shorten(member);
                break;
        }
    }
}
