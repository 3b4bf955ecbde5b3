using System.Net;
using System.Text;
using Ledger.Client;
using Ledger.Console.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Ledger.Console.Tests;

/// <summary>A page is rendered for the first time wherever it first waits for the API, which under load may be at any of its
/// questions.</summary>
public sealed class RenderTests
{
    private const string Key = """{"name":"ann","scopes":["finance:read"]}""";

    private const string Program =
        """{"clock":"manual","currency":"EUR","document":{},"program":"p","timeZone":"Europe/Berlin","version":1}""";

    private const string Refusal =
        """{"code":"too_late","detail":"It came too late.","status":404,"title":"too late","type":"about:blank"}""";

    public static IEnumerable<string> Reports => FinanceReport.All.Select(report => report.Name).Append("nonsense");

    /// <summary>The program is known, all else is not answered before the page was rendered; it was an internal error.</summary>
    [TestCaseSource(nameof(Reports))]
    public async Task A_report_can_be_rendered_before_it_is_answered(string report)
    {
        using var api = new SlowApi();
        var context = new DefaultHttpContext();
        context.Request.Path = $"/console/programs/p/finance/{report}";
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddScoped<Session>().AddSingleton<SeenPosition>().AddCascadingValue<HttpContext>(_ => context);
        services.AddLedgerClients((clients, _) => (clients.Address, clients.Patience) = (new Uri("http://ledger.test"), TimeSpan.Zero))
            .ConfigurePrimaryHttpMessageHandler(() => api);
        await using var provider = services.BuildServiceProvider();
        var session = provider.GetRequiredService<Session>();
        await session.OpenAsync("lk_of_ann", CancellationToken.None);
        await session.ProgramAsync("p");
        await using var renderer = new HtmlRenderer(provider, provider.GetRequiredService<ILoggerFactory>());

        var (first, last) = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = renderer.BeginRenderingComponent(typeof(ReportPage), ParameterView.FromDictionary(
                new Dictionary<string, object?> { [nameof(ReportPage.Program)] = "p", [nameof(ReportPage.Report)] = report }));
            var early = root.ToHtmlString();
            api.Answer();
            await root.QuiescenceTask;
            return (early, root.ToHtmlString());
        });

        var isKnown = FinanceReport.Find(report) is not null;
        Assert.That(first, isKnown ? Does.Contain("class=\"loading\"") : Does.Contain("There is no such report"));
        Assert.That(last, isKnown ? Does.Contain("too_late") : Does.Contain("There is no such report"));
    }

    /// <summary>Says at once whose key it is and what the program is, and anything else when it is told to.</summary>
    private sealed class SlowApi : HttpMessageHandler
    {
        private readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer() => told.SetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            switch (request.RequestUri!.AbsolutePath)
            {
                case "/v1/key": return Of(HttpStatusCode.OK, Key);
                case "/v1/programs/p/": return Of(HttpStatusCode.OK, Program);
                default:
                    await told.Task;
                    return Of(HttpStatusCode.NotFound, Refusal);
            }
        }

        private static HttpResponseMessage Of(HttpStatusCode status, string json) =>
            new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
