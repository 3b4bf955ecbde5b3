using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>
/// Measures how long each page takes with two years of real orders, and how long closing its months takes. It sets no limits;
/// infra/console-times runs it.
/// </summary>
[NonParallelizable]
public sealed class PageTimes
{
    private const string TimesTo = "LEDGER_CONSOLE_TIMES";
    private const string RequestsOf = "LEDGER_CONSOLE_REQUESTS";
    private const int WarmUp = 10;

    // Reports the paint even if it happened before the observer was installed.
    private const string FirstPaint = """
        () => new Promise(done => new PerformanceObserver(list => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          if (paint) done(paint.startTime);
        }).observe({ type: 'paint', buffered: true }))
        """;

    private const int Paints = 11;

    [Test]
    public async Task Pages_are_measured()
    {
        if (Environment.GetEnvironmentVariable(TimesTo) is not { Length: > 0 } file)
        {
            Assert.Ignore("It measures: infra/console-times runs it.");
            return;
        }

        var requests = int.Parse(Environment.GetEnvironmentVariable(RequestsOf) ?? "50", CultureInfo.InvariantCulture);
        await TwoYears.ReadyAsync();
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann, program: TwoYears.Program);
        await visit.HeadingIsAsync("Programs");
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = ConsoleUnderTest.Service.Url };
        var cookies = (await visit.Page.Context.CookiesAsync()).Select(one => $"{one.Name}={one.Value}");
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies));

        var table = new StringBuilder();
        table.AppendLine("| page | p50 ms | p95 ms | most ms | first contentful paint, median ms | most ms | KiB |");
        table.AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, path) in (await EveryPage.OfTwoYearsAsync()).Concat(await EveryPage.OthersOfTwoYearsAsync()))
        {
            for (var n = 0; n < WarmUp; n++) await TimeAsync(client, path);
            var (times, size) = (new List<double>(), 0);
            for (var n = 0; n < requests; n++)
            {
                var (took, bytes) = await TimeAsync(client, path);
                times.Add(took);
                size = bytes;
            }

            var paints = new List<double>();
            for (var n = 0; n < Paints; n++)
            {
                await visit.Page.GotoAsync(path);
                paints.Add(await visit.Page.EvaluateAsync<double>(FirstPaint));
            }

            table.AppendLine(CultureInfo.InvariantCulture, $"""
                | {name} | {At(times, 50):0} | {At(times, 95):0} | {times.Max():0} | {At(paints, 50):0} | {paints.Max():0} | {size / 1024} |
                """);
        }

        var closing = await CloseAsync();
        table.AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture, $"""
            Closing a month, {closing.Count} months one after the other: median {At(closing, 50):0} ms, p95 {At(closing, 95):0} ms, at most
            {closing.Max():0} ms, the first one {closing[0]:0} ms.
            """);
        await File.WriteAllTextAsync(file, table.ToString());
    }

    // Closes all months that are over. One person asks and another approves; each time is that of both calls.
    private static async Task<List<double>> CloseAsync()
    {
        using var ann = Client(ConsoleUnderTest.Ann);
        using var ben = Client(ConsoleUnderTest.Ben);
        var periods = $"{LedgerApi.Program(TwoYears.Program)}/periods";
        var times = new List<double>();
        for (var month = new DateOnly(2009, 12, 1); month < new DateOnly(2012, 1, 1); month = month.AddMonths(1))
        {
            var began = Stopwatch.GetTimestamp();
            await PostAsync(ann, $"{periods}/{month:yyyy-MM}/close", HttpStatusCode.Accepted);
            await PostAsync(ben, $"{periods}/{month:yyyy-MM}/close/approve", HttpStatusCode.Created);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;

        static HttpClient Client(string key) => new()
        {
            BaseAddress = ConsoleUnderTest.Service.Url,
            DefaultRequestHeaders = { Authorization = TestKeys.Header(key) },
        };
    }

    private static async Task PostAsync(HttpClient client, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.Add("Idempotency-Key", path);
        using var answer = await client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
    }

    // Times a request up to the end of its body.
    private static async Task<(double Milliseconds, int Bytes)> TimeAsync(HttpClient client, string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsByteArrayAsync();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), path);
        return (took, body.Length);
    }

    // The percentile: the smallest value that is at or above the given percentage of all values.
    private static double At(List<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
    }
}
