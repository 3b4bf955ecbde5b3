using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Services.Tests.Projections;
using Ledger.Webhooks.Domain;
using Marten;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>Webhooks are registered, listed, changed and removed; certain addresses and bodies are refused.</summary>
[NonParallelizable]
public sealed class WebhookRegistrationTests : WebhooksFixture
{
    [TestCase("http://127.0.0.1:9/"), TestCase("https://127.0.0.1/"), TestCase("https://[::1]/"), TestCase("https://localhost/")]
    [TestCase("https://10.0.0.1/")]
    [TestCase("https://169.254.169.254/latest/meta-data"), TestCase("http://8.8.8.8/"), TestCase("https://[::ffff:127.0.0.1]/")]
    [TestCase("ftp://8.8.8.8/")]
    [TestCase("https://no-such-name.invalid/"), TestCase("https://user@8.8.8.8/")]
    public async Task An_address_that_is_not_public_is_refused(string url)
    {
        await using var app = await StartAsync(configure: options => options.Networks = []);
        var refused = await app.SendAsync(HttpMethod.Put, "shop", new { url, types = new[] { "*" } }, 422);
        Assert.That(refused.GetProperty("code").GetString(), Is.EqualTo("webhook_url_refused"));
    }

    [Test]
    public async Task A_name_that_leads_inside_later_is_not_connected_to()
    {
        await using var app = await StartAsync(configure: options => options.Networks = []);
        // As if the host name had resolved to another address when the webhook was registered.
        var inside = new UriBuilder(Receiver.UrlOf("shop")) { Host = "localhost" }.Uri;
        await using (var session = app.Services.GetRequiredService<IDocumentStore>().LightweightSession("acme"))
        {
            var secret = new WebhookSecret(SecretText.Of(new byte[32]), Given.Start);
            session.Insert(new Webhook
            {
                Id = "shop",
                Program = "acme",
                Url = inside.ToString(),
                Types = ["*"],
                Secrets = [secret],
                CreatedAt = Given.Start,
                ChangedAt = Given.Start,
                ChangedBy = "ann",
            });
            session.Insert(new WebhookProgress { Id = "shop", Program = "acme", Position = 0 });
            await session.SaveChangesAsync();
        }

        await app.UntilAsync("shop", one => one.GetProperty("state").GetString() == "failing", "the delivery to fail");
        Assert.That(await ErrorsAsync(app, "shop"), Has.All.EqualTo("localhost has no address that deliveries may go to."));
        Assert.That(Receiver.At("shop"), Is.Empty);
    }

    [TestCase("shop", """{"types":["*"]}""", 400, "invalid_value")]
    [TestCase("shop", """{"url":7,"types":["*"]}""", 400, "invalid_value")]
    [TestCase("shop", """{"url":"https://8.8.8.8/","types":[]}""", 400, "invalid_value")]
    [TestCase("shop", """{"url":"https://8.8.8.8/","types":["tier_upgrade"]}""", 400, "unknown_event_type")]
    [TestCase("shop", """{"url":"https://8.8.8.8/","types":["*"],"secret":"mine"}""", 400, "invalid_value")]
    [TestCase("shop", """{"url":"https://8.8.8.8/","types":["*"],"colour":"red"}""", 400, "unknown_field")]
    [TestCase("shop", """{"url":"https://8.8.8.8/","url":"https://8.8.8.8/","types":["*"]}""", 400, "unknown_field")]
    [TestCase("shop", """{"url":"https://8.8.8.8/","types":[[[[["*"]]]]]}""", 400, "invalid_value")]
    [TestCase("shop", """{"url":""", 400, "malformed_json")]
    [TestCase("shop", """[]""", 400, "invalid_value")]
    [TestCase("sh%20op", """{"url":"https://8.8.8.8/","types":["*"]}""", 400, "malformed_id")]
    public async Task What_makes_no_sense_is_refused(string id, string body, int status, string code)
    {
        await using var app = await StartAsync();
        using var content = new StringContent(body);
        using var answer = await app.Client.PutAsync(new Uri($"/v1/programs/acme/webhooks/{id}", UriKind.Relative), content);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.That(((int)answer.StatusCode, problem.GetProperty("code").GetString()), Is.EqualTo((status, code)));
    }

    [Test]
    public async Task A_webhook_is_listed_changed_and_removed()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("b", Receiver.UrlOf("b"));
        await app.RegisterAsync("a", Receiver.UrlOf("a"), "tier_*");
        var listed = (await app.SendAsync(HttpMethod.Get, "", null, 200)).GetProperty("webhooks").EnumerateArray();
        Assert.That(listed.Select(one => one.GetProperty("id").GetString()), Is.EqualTo(new[] { "a", "b" }));

        var changed = await app.SendAsync(HttpMethod.Put, "a",
            new { url = Receiver.UrlOf("c").ToString(), types = new[] { "tier_upgraded" } }, 200);
        Assert.That(changed.TryGetProperty("secret", out _), Is.False);
        await AppendAsync(1);
        await UntilCameAsync("c", 1);
        Assert.That(Receiver.At("a"), Is.Empty);

        await app.SendAsync(HttpMethod.Delete, "a", null, 204);
        Assert.That((await app.SendAsync(HttpMethod.Get, "a", null, 404)).GetProperty("code").GetString(), Is.EqualTo("unknown_webhook"));
        Assert.That((await app.SendAsync(HttpMethod.Delete, "a", null, 404)).GetProperty("code").GetString(),
            Is.EqualTo("unknown_webhook"));
        await app.SendAsync(HttpMethod.Post, "b/replay", new { after = Log.Position + 1000 }, 400);
        await app.SendAsync(HttpMethod.Post, "b/replay", new { }, 400);
    }

    [Test]
    public async Task Changes_at_the_same_time_are_all_kept()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("shop", Receiver.UrlOf("shop"));
        var writing = AppendAsync(300, 10);
        // Each a change of the document that deliveries move on meanwhile.
        for (var n = 0; n < 20; n++) await app.SendAsync(HttpMethod.Post, "shop/replay", new { after = 1 }, 200);
        await writing;

        await app.SendAsync(HttpMethod.Post, "shop/replay", new { after = 1 }, 200);
        await app.UntilAsync("shop", one => one.GetProperty("behind").GetInt64() == 0, "the webhook to be at the end");
        Assert.That(Receiver.FirstAccepted("shop").Select(one => one.Id).ToHashSet(), Is.EquivalentTo(await IdsAsync(1)));
    }

    // One signature after the other: the library looks at the first only.

    [Test]
    public async Task The_description_of_events_is_open_to_everybody()
    {
        await using var app = await StartAsync();
        using var anybody = new HttpClient { BaseAddress = app.Client.BaseAddress };

        var served = await anybody.GetByteArrayAsync(new Uri("/asyncapi/v1.json", UriKind.Relative));

        Assert.That(served, Is.EqualTo(AsyncApi.Read()));
        using var refused = await anybody.GetAsync(new Uri("/v1/programs/acme/webhooks", UriKind.Relative));
        Assert.That((int)refused.StatusCode, Is.EqualTo(StatusCodes.Status401Unauthorized));
    }

    [TestCase("{\"url\":", "The text is not JSON at line 1, byte 8, near $.url.")]
    [TestCase("{\"url\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}",
        "The text is not JSON of this kind: it is nested more than 16 deep at $.url[0][0][0][0][0][0][0][0][0][0][0][0][0][0].")]
    [TestCase("{\"url\":\"\u00e9\"}", "The body holds bytes that are not UTF-8.")]
    [TestCase("{\"\\ud800\":1}", "A text in the body holds half of a surrogate pair.")]
    public async Task What_cannot_be_read_is_told_in_words_of_the_ledger(string body, string sentence)
    {
        await using var app = await StartAsync();
        using var content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(body));
        using var answer = await app.Client.PutAsync(new Uri("/v1/programs/acme/webhooks/shop", UriKind.Relative), content);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo(sentence));
    }
}
