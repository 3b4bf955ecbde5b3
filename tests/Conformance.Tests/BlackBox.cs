using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>The base of the tests: each has a program of its own and uses public interfaces only.</summary>
public abstract class BlackBox
{
    private long position;

    protected static LedgerApi Api => Subject.Api;

    protected Shop Shop { get; private set; } = null!;

    [SetUp]
    public void OpenShop()
    {
        Shop = new Shop(Shop.NewProgram());
        position = 0;
    }

    protected Task PublishAsync(string members = "", int version = 1) =>
        Api.PublishAsync(Shop.Document(members, version), version == 1 ? "manual" : null);

    protected async Task<Reply> SendAsync(IFact fact) => Seen(await Api.SendAsync(fact));

    protected async Task RecordAsync(params IFact[] facts)
    {
        foreach (var fact in facts)
        {
            var reply = await SendAsync(fact);
            Assert.That(reply.Outcome, Is.EqualTo("recorded"), reply.Text);
        }
    }

    protected Task AdvanceAsync(string to) => Api.AdvanceAsync(Shop.Program, Shop.At(to));

    /// <summary>Sends a command; the key is also the id of what it makes.</summary>
    protected async Task<Reply> CommandAsync(string path, string key, string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", key);
        return Seen(await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/{path}", content));
    }

    /// <summary>Reads a view at a position that includes everything this test sent.</summary>
    protected async Task<JsonNode> ViewAsync(string path)
    {
        var clock = await Api.GetAsync($"{LedgerApi.Program(Shop.Program)}/clock");
        position = Math.Max(position, clock.Position);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var address = $"{LedgerApi.Program(Shop.Program)}/{path}{separator}minPosition={position}";
        var view = await Eventually.GetAsync(() => Api.GetAsync(address), reply => reply.Status != 503, path);
        Assert.That(view.Status, Is.EqualTo(200), view.Text);
        return view.Text.StartsWith('{') ? view.Json : JsonValue.Create(view.Text);
    }

    /// <summary>One wallet's balance.</summary>
    protected async Task<Balance> BalanceAsync(string account = "A", string unit = "points", string owner = "account")
    {
        var view = await ViewAsync($"accounts/{account}/balance?unit={unit}&owner={owner}");
        if (view["wallets"]!.AsArray() is not [{ } wallet]) return new Balance(0, 0, 0, 0, 0, 0, 0, 0);
        return new Balance(
            Of("pending"), Of("available"), Of("held"), Of("arrears"), Of("accrued"), Of("reversed"), Of("redeemed"), Of("expired"));

        decimal Of(string name) => (decimal)wallet[name]!;
    }

    protected Task<JsonNode> StandingAsync(string account = "A") => ViewAsync($"accounts/{account}/standing");

    protected Task<JsonNode> OrderAsync(string id) => ViewAsync($"orders/{Shop.Source}/{id}");

    protected async Task<long> PointsOfAsync(string order) => (long)(await OrderAsync(order))["evaluation"]!["points"]!;

    private Reply Seen(Reply reply)
    {
        position = Math.Max(position, reply.Position);
        return reply;
    }

    /// <summary>A wallet as it is shown.</summary>
    protected sealed record Balance(
        decimal Pending, decimal Available, decimal Held, decimal Arrears, decimal Accrued, decimal Reversed, decimal Redeemed,
        decimal Expired);
}
