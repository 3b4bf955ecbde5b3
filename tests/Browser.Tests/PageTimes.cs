using System.Diagnostics;
using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>How long each page takes on two years of real orders. It measures and judges nothing: infra/console-times runs it.</summary>
[NonParallelizable]
public sealed class PageTimes
{
    private const string TimesTo = "LEDGER_CONSOLE_TIMES";
    private const string RequestsOf = "LEDGER_CONSOLE_REQUESTS";
    private const int WarmUp = 10;

    // Told of it also when it was before.
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

        await File.WriteAllTextAsync(file, table.ToString());
    }

    // The whole answer, as a browser gets it.
    private static async Task<(double Milliseconds, int Bytes)> TimeAsync(HttpClient client, string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsByteArrayAsync();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), path);
        return (took, body.Length);
    }

    // The smallest that at least so many percent are not above.
    private static double At(List<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
    }
}
