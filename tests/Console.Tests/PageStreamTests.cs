using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Ledger.Console.Tests;

/// <summary>The console beside an API that answers a report when the test lets it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class PageStreamTests : IAsyncDisposable
{
    private const string Report = "/console/programs/acme/finance/liability";

    private readonly TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication api = null!;
    private WebApplication console = null!;
    private HttpClient client = null!;

    [SetUp]
    public async Task Start()
    {
        api = Host(_ => { });
        api.MapGet("/v1/key", () => Json(new KeyAnswer("ann", ["finance:read"])));
        using var document = System.Text.Json.JsonDocument.Parse("{}");
        var program = new ProgramAnswer("acme", "GBP", "Europe/London", "wall", 1, document.RootElement.Clone());
        api.MapGet("/v1/programs/acme", () => Json(program));
        api.MapGet("/v1/programs/acme/reports/liability", async () =>
        {
            await answers.Task;
            return Json(new ReportTableAnswer("liability", "GBP", [new ReportTableColumn("unit", "text")], [["points"], ["cashback"]]));
        });
        api.MapFallback(context => Results.Json(
            new ProblemAnswer { Type = "about:blank", Title = "none", Status = 404, Detail = "There is none.", Code = "unknown_program" },
            Wire.Options, "application/problem+json", 404).ExecuteAsync(context));
        await api.StartAsync();

        console = Host(services =>
        {
            services.AddAuthorization();
            services.AddSingleton(TimeProvider.System);
            services.AddConsole(new ConsoleOptions(AddressOf(api)));
        });
        console.UseAuthentication();
        console.UseAuthorization();
        console.UseConsole();
        console.MapConsole();
        await console.StartAsync();
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = AddressOf(console) };
        await SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        answers.TrySetResult();
        client.Dispose();
        await console.DisposeAsync();
        await api.DisposeAsync();
    }

    [Test]
    public async Task The_frame_is_there_before_the_report_is_known_and_the_page_is_the_same_without_a_script()
    {
        using var answer = await client.GetAsync(new Uri(Report, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();

        var frame = await ReadThroughAsync(body, "<main id=\"main\" tabindex=\"-1\">");

        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'"));
            Assert.That(answers.Task.IsCompleted, Is.False, "the report has not answered");
            Assert.That(frame, Does.StartWith("<!DOCTYPE html>"));
            Assert.That(frame, Does.Contain("<title>").And.Contain("acme</title>"));
            Assert.That(frame, Does.Contain("aria-current=\"page\""));
        });

        answers.SetResult();
        using var reader = new StreamReader(body);
        var page = frame + await reader.ReadToEndAsync();

        Assert.Multiple(() =>
        {
            foreach (var once in (string[])["<html", "</html>", "<head>", "<title>", "<main ", "</main>", "<nav ", "<h1>", "</body>"])
            {
                Assert.That(page.Split(once), Has.Length.EqualTo(2), once);
            }

            Assert.That(page, Does.Contain("<table").And.Not.Contain("<script").And.Not.Contain("class=\"loading\""));
        });
    }

    [TestCase("/console/programs/acme/finance/nonsense"), TestCase("/console/programs/none/finance/liability")]
    [TestCase("/console/programs/acme/accounts/nobody")]
    public async Task What_is_not_there_still_says_so(string path)
    {
        answers.SetResult();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(page, Does.StartWith("<!DOCTYPE html>").And.Contain("<h1>").And.Contain("</html>"));
    }

    private async Task SignInAsync()
    {
        var path = new Uri("/console/sign-in", UriKind.Relative);
        var form = await client.GetStringAsync(path);
        using var key = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", TokenPattern().Match(form).Groups[1].Value), new("_handler", "sign-in"), new("key", "abc"),
        ]);
        using var answer = await client.PostAsync(path, key);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    private static async Task<string> ReadThroughAsync(Stream body, string text)
    {
        var read = new StringBuilder();
        var bytes = new byte[1];
        while (!read.ToString().EndsWith(text, StringComparison.Ordinal))
        {
            if (await body.ReadAsync(bytes) == 0) Assert.Fail($"It ends without {text}: {read}");
            read.Append((char)bytes[0]);
        }

        return read.ToString();
    }

    private static WebApplication Host(Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add(builder.Services);
        return builder.Build();
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private static IResult Json<T>(T answer) => Results.Json(answer, Wire.Options);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
