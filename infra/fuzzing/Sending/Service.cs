using System.Text.Json;
using Ledger.Fuzz.Inputs;

namespace Ledger.Fuzz.Sending;

/// <summary>The service as a well-behaved caller sees it: for what a run needs before and after.</summary>
public sealed class Service(Options options) : IDisposable
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);
    private readonly HttpConnection connection = new(options.Url);

    /// <summary>An answer's status and body; the body is nothing where it is no JSON.</summary>
    public async Task<(int Status, JsonElement Json)> AskAsync(string method, string target, byte[]? body = null)
    {
        var answer = await connection.SendAsync(new Request("own", Request.HeadOf(method, target), body ?? []).ToBytes(options.Key),
            isHead: false, AnswerMax);
        if (answer.Status == 0) throw new IOException($"{method} {target}: {answer.Text}");
        try
        {
            return (answer.Status, JsonElement.Parse(answer.Body));
        }
        catch (JsonException)
        {
            return (answer.Status, default);
        }
    }

    /// <summary>An answer that must be a good one.</summary>
    public async Task<JsonElement> MustAsync(string method, string target, byte[]? body = null)
    {
        var (status, json) = await AskAsync(method, target, body);
        if (status is >= 200 and < 300) return json;
        throw new InvalidOperationException($"{method} {target} was answered with {status}: {json}");
    }

    public Task<JsonElement> GetAsync(string target) => MustAsync("GET", target);

    /// <summary>Asks until the answer is as it should be; the last one in any case.</summary>
    public async Task<JsonElement> UntilAsync(string target, Func<JsonElement, bool> isRight, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(isRight);
        var deadline = DateTime.UtcNow + within;
        while (true)
        {
            var json = await GetAsync(target);
            if (isRight(json) || DateTime.UtcNow > deadline) return json;
            await Task.Delay(100);
        }
    }

    /// <summary>Drafts and publishes a program under a manual clock.</summary>
    public async Task PublishAsync(string program)
    {
        await MustAsync("PUT", $"/v1/programs/{program}/versions/1?clock=manual", Scenario.Document(program).ToBytes());
        await MustAsync("POST", $"/v1/programs/{program}/versions/1/publish");
    }

    public void Dispose() => connection.Dispose();
}
