using System.Diagnostics;
using System.Globalization;
using Ledger.Services.Tests.Projections;
using Ledger.Services.Tests.Running;
using Ledger.Webhooks.Domain;
using Ledger.Webhooks.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>Webhooks: what is delivered and signed, and how they are disabled, enabled and replayed.</summary>
[NonParallelizable]
public sealed class WebhookCallsTests : WebhooksFixture
{
    [Test]
    public async Task An_event_is_posted_as_a_signed_CloudEvent()
    {
        await using var app = await StartAsync();
        var registered = await app.RegisterAsync("shop", Receiver.UrlOf("shop"));
        await AppendAsync(1);

        var came = (await UntilCameAsync("shop", 1))[0];

        var secret = registered.GetProperty("secret").GetString()!;
        Assert.That(IsSigned(came, secret), Is.True);
        Assert.That(IsSigned(came with { Body = came.Body + " " }, secret), Is.False, "another body");
        Assert.That((came["specversion"].GetString(), came["type"].GetString(), came["source"].GetString(), came["subject"].GetString(),
            came["id"].GetString()),
            Is.EqualTo(("1.0", "tier_upgraded", "/v1/programs/acme", "account/A0", came.Id)));
        Assert.That(came["data"].GetProperty("tier").GetString(), Is.EqualTo("silver"));
        Assert.That(came.Position, Is.EqualTo(Log.Position));
    }

    [Test]
    public async Task A_secret_is_shown_once_and_a_replaced_one_signs_for_a_time()
    {
        await using var app = await StartAsync();
        var first = (await app.RegisterAsync("shop", Receiver.UrlOf("shop"))).GetProperty("secret").GetString()!;
        Assert.That((await app.GetAsync("shop")).ToString(), Does.Not.Contain("whsec_"));

        var second = (await app.SendAsync(HttpMethod.Post, "shop/secret", null, 200)).GetProperty("secret").GetString()!;
        var (came, count) = await UntilSignedAsync(second, 0);
        Assert.That(IsSigned(came, first), Is.True);

        var third = (await app.SendAsync(HttpMethod.Post, "shop/secret", new { keepOldSeconds = 0 }, 200)).GetProperty("secret")
            .GetString()!;
        (came, _) = await UntilSignedAsync(third, count);
        Assert.That((IsSigned(came, first), IsSigned(came, second)), Is.EqualTo((false, false)));

        // The deliveries notice a change within a second, so what comes at once may still be signed as before.
        async Task<(Received Came, int Count)> UntilSignedAsync(string secret, int count)
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30);)
            {
                await AppendAsync(1);
                var last = (await UntilCameAsync("shop", ++count))[count - 1];
                if (IsSigned(last, secret)) return (last, count);
            }

            throw new TimeoutException("No event is signed with the new secret.");
        }
    }

    [Test]
    public async Task Only_chosen_types_are_delivered_and_other_programs_get_nothing()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("tiers", Receiver.UrlOf("tiers"), "tier_*");
        await app.RegisterAsync("clock", Receiver.UrlOf("clock"), "clock_advanced");
        await Log.AppendAsync(new Given("acme").Clock(Given.Day(1)), new Given("other").Clock(Given.Day(1)));
        await AppendAsync(3);
        await Log.AppendAsync(new Given("acme").Clock(Given.Day(2)));

        await UntilCameAsync("tiers", 3);
        Assert.That((await UntilCameAsync("clock", 2)).Select(one => one["type"].GetString()), Is.All.EqualTo("clock_advanced"));
        await app.UntilAsync("tiers", one => one.GetProperty("delivered").GetInt64() == 3, "the position to be saved");
        Assert.That(Receiver.At("tiers").Select(one => one["type"].GetString()), Is.All.EqualTo("tier_upgraded"));
        Assert.That(Receiver.At("clock"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_cannot_be_delivered_for_too_long_disables_the_webhook_with_a_notice()
    {
        Receiver.Answer = _ => Task.FromResult<int?>(StatusCodes.Status500InternalServerError);
        await using var app = await StartAsync(new RetrySchedule(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20),
            TimeSpan.FromMilliseconds(300)));
        await app.RegisterAsync("shop", Receiver.UrlOf("shop"), "tier_*");
        await app.RegisterAsync("watch", Receiver.UrlOf("watch"), "webhook_disabled");
        await AppendAsync(2);

        var disabled = await app.UntilAsync("shop", one => one.GetProperty("state").GetString() == "disabled",
            "the webhook to be disabled");
        Assert.That(disabled.GetProperty("disabled").GetProperty("reason").GetString(), Does.Contain("could not be delivered"));
        var tried = Receiver.At("shop");
        Assert.That(tried, Has.Count.GreaterThan(3));
        Assert.That(tried.Select(one => one.Id).Distinct(), Has.Exactly(1).Items, "nothing is tried before the first event is delivered");
        Assert.That(await Database.TextsAsync(
            "select data ->> 'webhookId' from mt_events where type = 'webhook_disabled' and stream_id = 'webhook/shop'"),
            Is.EqualTo(new[] { "shop" }));

        // The other webhook fails and is disabled too, so it gets no notice; the log has the notices of both.
        await app.UntilAsync("watch", one => one.GetProperty("state").GetString() == "disabled", "the other to be disabled");
        Receiver.Answer = _ => Task.FromResult<int?>(StatusCodes.Status200OK);
        await app.SendAsync(HttpMethod.Post, "shop/enable", null, 200);
        await UntilAcceptedAsync("shop", 2);
        Assert.That((await app.GetAsync("shop")).GetProperty("state").GetString(), Is.EqualTo("enabled"));
    }

    [Test]
    public async Task A_restart_keeps_to_the_time_of_the_next_attempt()
    {
        Receiver.Answer = context => Task.FromResult<int?>(
            context.Request.Path.Value == "/shop" ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
        var slowly = new RetrySchedule(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(72));
        string before;
        await using (var app = await StartAsync(slowly))
        {
            await app.RegisterAsync("shop", Receiver.UrlOf("shop"));
            await AppendAsync(1);
            before = (await app.UntilAsync("shop", one => one.TryGetProperty("failing", out _), "the webhook to be failing"))
                .GetProperty("failing").ToString();
        }

        await using var restarted = await StartAsync(slowly);
        await restarted.RegisterAsync("other", Receiver.UrlOf("other"));
        await AppendAsync(1);
        // By then the first one was looked at too.
        await UntilAcceptedAsync("other", 1);
        Assert.That((await restarted.GetAsync("shop")).GetProperty("failing").ToString(), Is.EqualTo(before));
        Assert.That(Receiver.At("shop"), Has.Count.EqualTo(1));

        // A person need not wait.
        Receiver.Answer = _ => Task.FromResult<int?>(StatusCodes.Status200OK);
        var position = (await restarted.GetAsync("shop")).GetProperty("position").GetString()!;
        await restarted.SendAsync(HttpMethod.Post, "shop/replay", new { after = long.Parse(position, CultureInfo.InvariantCulture) }, 200);
        await UntilAcceptedAsync("shop", 2);
    }

    [Test]
    public async Task A_receiver_that_is_gone_is_not_asked_again()
    {
        Receiver.Answer = _ => Task.FromResult<int?>(StatusCodes.Status410Gone);
        await using var app = await StartAsync();
        await app.RegisterAsync("shop", Receiver.UrlOf("shop"));
        await AppendAsync(1);

        await app.UntilAsync("shop", one => one.GetProperty("state").GetString() == "disabled", "the webhook to be disabled");
        Assert.That(Receiver.At("shop"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Replay_delivers_again_under_the_same_ids()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("shop", Receiver.UrlOf("shop"));
        var begun = Log.Position;
        await AppendAsync(5);
        var first = await UntilCameAsync("shop", 5);

        await app.SendAsync(HttpMethod.Post, "shop/replay", new { after = begun + 2 }, 200);

        var all = await UntilCameAsync("shop", 8);
        Assert.That(all.Skip(5).Select(one => (one.Id, one.Body)), Is.EqualTo(first.Skip(2).Select(one => (one.Id, one.Body))));
    }

    [Test]
    public async Task The_log_of_deliveries_tells_of_failures_and_successes()
    {
        var failed = false;
        Receiver.Answer = _ =>
        {
            var status = failed ? StatusCodes.Status200OK : StatusCodes.Status502BadGateway;
            failed = true;
            return Task.FromResult<int?>(status);
        };
        await using var app = await StartAsync();
        await app.RegisterAsync("shop", Receiver.UrlOf("shop"));
        await AppendAsync(1);
        await app.UntilAsync("shop", one => one.GetProperty("delivered").GetInt64() == 1, "the delivery");

        var deliveries = (await app.SendAsync(HttpMethod.Get, "shop/deliveries", null, 200)).GetProperty("deliveries").EnumerateArray()
            .Select(one => (one.GetProperty("attempt").GetInt32(), one.GetProperty("outcome").GetString(),
                one.GetProperty("status").GetInt32()));
        Assert.That(deliveries, Is.EqualTo(new[] { (2, "delivered", 200), (1, "failed", 502) }));
    }

    [Test]
    public async Task A_slow_receiver_delays_nobody_and_a_new_address_is_tried_at_once()
    {
        var never = new TaskCompletionSource();
        Receiver.Answer = async context =>
        {
            if (context.Request.Path.Value == "/slow") await never.Task.WaitAsync(context.RequestAborted);
            return StatusCodes.Status200OK;
        };
        await using var app = await StartAsync(configure: options => options.AnswerMax = TimeSpan.FromMinutes(1));
        await app.RegisterAsync("slow", Receiver.UrlOf("slow"));
        await app.RegisterAsync("quick", Receiver.UrlOf("quick"));
        await AppendAsync(200);

        await UntilAcceptedAsync("quick", 200);
        Assert.That(Receiver.FirstAccepted("slow"), Is.Empty);
        never.SetResult();
        await UntilAcceptedAsync("slow", 200);
    }

    [Test]
    public async Task An_answer_that_does_not_come_in_time_is_a_failure_and_a_redirect_is_not_followed()
    {
        Receiver.Answer = async context =>
        {
            if (context.Request.Path.Value == "/slow")
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            context.Response.Headers.Location = "/elsewhere";
            return StatusCodes.Status307TemporaryRedirect;
        };
        await using var app = await StartAsync(configure: options => options.AnswerMax = TimeSpan.FromMilliseconds(100));
        await app.RegisterAsync("slow", Receiver.UrlOf("slow"));
        await app.RegisterAsync("moved", Receiver.UrlOf("moved"));
        await AppendAsync(1);

        await app.UntilAsync("slow", one => one.GetProperty("state").GetString() == "failing", "the slow one to be failing");
        await app.UntilAsync("moved", one => one.GetProperty("state").GetString() == "failing", "the moved one to be failing");
        Assert.That(await ErrorsAsync(app, "slow"), Has.Some.StartsWith("No answer within"));
        Assert.That(Receiver.At("elsewhere"), Is.Empty);
    }

    private static bool IsSigned(Received came, string secret) => came.Signature.Split(' ').Any(signature =>
    {
        try
        {
            new StandardWebhook(secret).Verify(came.Body, new HeaderDictionary
            {
                ["webhook-id"] = came.Id,
                ["webhook-timestamp"] = came.Timestamp,
                ["webhook-signature"] = signature,
            });
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    });

    [Test]
    public async Task Several_that_deliver_to_one_webhook_at_once_lose_nothing_and_keep_the_order()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("shop", Receiver.UrlOf("shop"));
        var begun = Log.Position;
        // Simulates two processes that wrongly believe they hold the lease, beside the one that does.
        var factory = app.Services.GetRequiredService<EndpointDeliveriesFactory>();
        await using var second = factory.Start("acme", "shop");
        await using var third = factory.Start("acme", "shop");
        await AppendAsync(1_000, 20);

        await UntilAcceptedAsync("shop", 1_000);
        Assert.That(Receiver.FirstAccepted("shop").Select(one => one.Id), Is.EqualTo(await IdsAsync(begun)));
        Assert.That(Receiver.At("shop"), Has.Count.GreaterThan(1_000), "some came twice");
    }
}
