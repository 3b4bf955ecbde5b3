using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;

namespace Ledger.TestSupport;

/// <summary>The service's HTTP interface as tests use it.</summary>
public sealed class LedgerApi(HttpClient http)
{
    /// <summary>Drafts and publishes a program version.</summary>
    public async Task PublishAsync(string document, string? clock = "manual")
    {
        var parsed = JsonNode.Parse(document)!;
        var version = $"{Program((string)parsed["program"]!)}/versions/{(int)parsed["version"]!}";
        Succeed(await SendAsync(HttpMethod.Put, clock is null ? version : $"{version}?clock={clock}", document));
        Succeed(await SendAsync(HttpMethod.Post, $"{version}/publish", ""));
    }

    /// <summary>Sends one fact to its endpoint.</summary>
    public Task<Reply> SendAsync(IFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return SendAsync(MethodOf(fact), PathOf(fact), Text(fact));
    }

    /// <summary>Sends a text to the endpoint of a fact.</summary>
    public Task<Reply> SendAsync(IFact address, string text)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SendAsync(MethodOf(address), PathOf(address), text);
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, string text)
    {
        using var content = new StringContent(text, new MediaTypeHeaderValue("application/json"));
        return await SendAsync(method, path, content);
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        using var answer = await http.SendAsync(request);
        return await Reply.ReadAsync(answer);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, (HttpContent?)null);

    /// <summary>Sends many facts as lines.</summary>
    public Task<Reply> SendLinesAsync(string program, IEnumerable<IFact> facts) => SendLinesAsync(program, facts.Select(Line));

    /// <summary>Sends many lines.</summary>
    public async Task<Reply> SendLinesAsync(string program, IEnumerable<string> lines)
    {
        using var content = new StringContent(string.Join('\n', lines), new MediaTypeHeaderValue("application/x-ndjson"));
        return await SendAsync(HttpMethod.Post, $"{Program(program)}/orders", content);
    }

    /// <summary>Advances a manual clock and waits until all due work is done.</summary>
    public async Task AdvanceAsync(string program, DateTimeOffset to)
    {
        Succeed(await SendAsync(HttpMethod.Post, $"{Program(program)}/clock", $$"""{"advanceTo":"{{InstantJsonConverter.Format(to)}}"}"""));
        await NothingDueAsync(program);
    }

    /// <summary>Switches to the wall clock and waits until all due work is done.</summary>
    public async Task GoLiveAsync(string program)
    {
        Succeed(await SendAsync(HttpMethod.Post, $"{Program(program)}/clock", """{"mode":"wall"}"""));
        await NothingDueAsync(program);
    }

    public Task NothingDueAsync(string program) =>
        Eventually.TrueAsync(async () => (long)(await GetAsync($"{Program(program)}/clock")).Json["due"]! == 0, "due work to be done");

    /// <summary>A fact as a line says it: with its type.</summary>
    public static string Line(IFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var line = JsonNode.Parse(Text(fact))!.AsObject();
        line.Insert(0, "type", fact.GetType().Name);
        return line.ToJsonString(Wire.Options);
    }

    public static string Text(IFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return JsonSerializer.Serialize(fact, fact.GetType(), Wire.Options);
    }

    public static string Program(string program) => $"/v1/programs/{Uri.EscapeDataString(program)}";

    /// <summary>The path of a fact's endpoint.</summary>
    public static string PathOf(IFact fact) => fact switch
    {
        IOrderFact about => PathOf(about),
        ActivityCompleted completed => $"{Program(fact.Program)}/activities/{Uri.EscapeDataString(completed.ActivityId)}",
        ActivityRevoked revoked => $"{Program(fact.Program)}/activities/{Uri.EscapeDataString(revoked.ActivityId)}/revocation",
        MembershipPurchased purchased => $"{Program(fact.Program)}/memberships/{Uri.EscapeDataString(purchased.PurchaseId)}",
        MembershipRefunded refunded => $"{Program(fact.Program)}/memberships/{Uri.EscapeDataString(refunded.PurchaseId)}/refund",
        RateSet rate =>
            $"{Program(fact.Program)}/rates/{Uri.EscapeDataString(rate.Currency)}/"
            + $"{Uri.EscapeDataString(InstantJsonConverter.Format(rate.From))}",
        _ => throw new ArgumentException($"{fact?.GetType().Name} has no endpoint.", nameof(fact)),
    };

    private static string PathOf(IOrderFact fact)
    {
        var order = $"{Program(fact.Program)}/orders/{Uri.EscapeDataString(fact.Source)}/{Uri.EscapeDataString(fact.OrderId)}";
        return fact switch
        {
            OrderPlaced => order,
            OrderReturned => $"{order}/returns",
            OrderPaid => $"{order}/payments",
            OrderShipped => $"{order}/shipments",
            OrderDelivered => $"{order}/deliveries",
            OrderCancelled => $"{order}/cancellation",
            _ => throw new ArgumentException($"{fact.GetType().Name} has no endpoint.", nameof(fact)),
        };
    }

    private static HttpMethod MethodOf(IFact fact) =>
        fact is OrderPlaced or ActivityCompleted or MembershipPurchased or RateSet ? HttpMethod.Put : HttpMethod.Post;

    private static void Succeed(Reply reply)
    {
        if (reply.Status is < 200 or > 299) throw new InvalidOperationException($"The service answered {reply.Status}: {reply.Text}");
    }
}

/// <summary>An answer of the service.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Position">The header Ledger-Position; 0 without one.</param>
/// <param name="Text">The body.</param>
public sealed record Reply(int Status, long Position, string Text)
{
    /// <summary>The body as JSON; fails when it is none.</summary>
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The stable code of a problem; null for anything else.</summary>
    public string? Code => Text.StartsWith('{') ? (string?)Json["code"] : null;

    /// <summary>The sentence of a problem.</summary>
    public string? Detail => Text.StartsWith('{') ? (string?)Json["detail"] : null;

    /// <summary>recorded, repeated, superseded, parked; null for a problem.</summary>
    public string? Outcome => Text.StartsWith('{') ? (string?)Json["outcome"] : null;

    internal static async Task<Reply> ReadAsync(HttpResponseMessage answer)
    {
        var position = answer.Headers.TryGetValues("Ledger-Position", out var values)
            ? long.Parse(values.First(), CultureInfo.InvariantCulture)
            : 0;
        return new Reply((int)answer.StatusCode, position, await answer.Content.ReadAsStringAsync());
    }
}
