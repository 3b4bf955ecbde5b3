using System.Text;
using System.Text.Json;
using Ledger.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Ledger.Services.Tests.Client;

/// <summary>How the client handles failures, against a fake service whose answers the test sets.</summary>
public sealed class ResendingTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    private readonly List<LedgerRetry> retries = [];
    private WebApplication service = null!;
    private Func<HttpContext, Task> answer = null!;
    private int asked;

    private Uri Address => new(service.Urls.Single());

    [SetUp]
    public async Task StartAsync()
    {
        retries.Clear();
        asked = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        service = builder.Build();
        service.Run(context =>
        {
            asked++;
            return answer(context);
        });
        await service.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await service.DisposeAsync();

    [Test]
    public async Task A_body_that_breaks_off_is_asked_for_again_and_written_anew()
    {
        answer = async context =>
        {
            context.Response.ContentLength = 10;
            await context.Response.Body.WriteAsync("01234"u8.ToArray());
            await context.Response.Body.FlushAsync();
            if (asked < 3) context.Abort();
            else await context.Response.Body.WriteAsync("56789"u8.ToArray());
        };
        using var ledger = Open();
        using var target = new MemoryStream();

        await ledger.DownloadAsync("file", target);

        Assert.That(Encoding.UTF8.GetString(target.ToArray()), Is.EqualTo("0123456789"));
        Assert.That(retries.Select(retry => retry.Failures), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        answer = async context =>
        {
            context.Response.ContentLength = 9;
            await context.Response.Body.WriteAsync("{\"a\":"u8.ToArray());
            await context.Response.Body.FlushAsync();
            if (asked == 1) context.Abort();
            else await context.Response.Body.WriteAsync("123}"u8.ToArray());
        };
        using var ledger = Open();

        Assert.That((await ledger.ReadAsync<JsonElement>("json")).GetProperty("a").GetInt32(), Is.EqualTo(123));
    }

    [Test]
    public async Task A_service_that_moved_is_found_with_its_new_key()
    {
        answer = context => context.Response.WriteAsJsonAsync((string?)context.Request.Headers.Authorization);
        var looks = 0;
        using var ledger = Open(options => options.Access =
            () => looks++ < 3 ? new LedgerAccess(Nowhere, "old") : new LedgerAccess(Address, "new"));

        Assert.That(await ledger.ReadAsync<string>("who"), Is.EqualTo("Bearer new"));
        Assert.That(retries, Is.Not.Empty);
    }

    [Test]
    public void What_never_gets_an_answer_is_told_as_what_may_pass()
    {
        using var ledger = Open(options => options.Address = Nowhere);

        var failure = Assert.ThrowsAsync<LedgerException>(() => ledger.ReadAsync<JsonElement>("json"));

        Assert.That((failure!.Code, failure.Status, failure.IsTransient), Is.EqualTo((LedgerException.NoAnswer, 503, true)));
        Assert.That((failure.Request, failure.Address), Is.EqualTo(("GET json", Nowhere)));
        Assert.That(failure.InnerException, Is.Not.Null);
    }

    [TestCase(502, "<html>", LedgerException.NoProblem, "The service answered 502 Bad Gateway.")]
    [TestCase(400, "[]", LedgerException.NoProblem, "The service answered 400 Bad Request.")]
    [TestCase(404, """{"title":"Not here"}""", LedgerException.NoProblem, "Not here")]
    [TestCase(409, """{"code":"conflict","status":"x"}""", LedgerException.NoProblem, "The service answered 409 Conflict.")]
    [TestCase(409, """{"code":"conflict","detail":"It is another."}""", "conflict", "It is another.")]
    public void A_refusal_is_read_as_far_as_it_says_something(int status, string body, string code, string detail)
    {
        answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };
        using var ledger = Open(options => options.Patience = TimeSpan.Zero);

        var refusal = Assert.ThrowsAsync<LedgerException>(() => ledger.ReadAsync<JsonElement>("json"));

        Assert.That((refusal!.Status, refusal.Code, refusal.Problem.Detail), Is.EqualTo((status, code, detail)));
        Assert.That(refusal.IsTransient, Is.EqualTo(status == 502));
    }

    [Test]
    public void What_is_cancelled_is_not_sent_again()
    {
        using var stop = new CancellationTokenSource();
        answer = async context =>
        {
            await stop.CancelAsync();
            context.Response.StatusCode = 503;
        };
        using var ledger = Open();

        Assert.That(() => ledger.ReadAsync<JsonElement>("json", stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(asked, Is.EqualTo(1));
    }

    private LedgerClient Open(Action<LedgerClientOptions>? configure = null) => LedgerClient.Open(Address, "lk_test", options =>
    {
        options.Patience = TimeSpan.FromSeconds(2);
        options.OnRetry = retries.Add;
        configure?.Invoke(options);
    });
}
