using System.Globalization;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Feed;

/// <summary>
/// Polling and streaming readers follow while the writer is killed again and again: each gets each event once, in the order of the log.
/// LEDGER_FEED_READERS and LEDGER_FEED_EVENTS make it larger; the defaults are 12 readers and 2,000 events.
/// </summary>
[NonParallelizable]
public sealed class KilledWriterFeedTests
{
    private const int Deaths = 5;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(30);

    [Test]
    public async Task Each_reader_has_each_event_once_and_in_order()
    {
        var (readers, events) = (Number("LEDGER_FEED_READERS", 12), Number("LEDGER_FEED_EVENTS", 2_000));
        await using var database = await TestDatabase.CreateAsync();
        await using var writer = await ServiceProcess.StartAsync(database.ConnectionString, more: Roles("ledger,rules"));
        await using var feed = await ServiceProcess.StartAsync(database.ConnectionString, more: Roles("projections"));
        await writer.Api.PublishAsync(Sample.Document());
        using var stop = new CancellationTokenSource();
        var all = Enumerable.Range(0, readers).Select(_ => new EventReader(feed.Http, Sample.Program)).ToList();
        // Every third breaks its connection itself now and then.
        var reading = all.Select((reader, n) => n % 3 == 0 ? reader.PollAsync("&limit=200", stop.Token)
            : reader.StreamAsync("", n % 3 == 1 ? int.MaxValue : 150, stop.Token)).ToList();

        var part = 0;
        for (var death = 1; death <= Deaths; death++)
        {
            var goal = events * death / Deaths;
            while (await database.CountAsync("mt_events") < goal) await ImportAsync(writer, ++part);
            var (before, importing) = (await database.CountAsync("mt_events"), ImportAsync(writer, ++part));
            await Eventually.TrueAsync(async () => await database.CountAsync("mt_events") > before, "the writer to be in the midst of it");
            await writer.RestartAsync();
            await importing;
        }

        await ImportAsync(writer, ++part);
        var expected = await database.TextsAsync($"select id::text from mt_events where tenant_id = '{Sample.Program}' order by seq_id");
        await Eventually.TrueAsync(() => Task.FromResult(all.TrueForAll(reader => reader.Count >= expected.Count)),
            "all readers to be at the end", Within);
        await stop.CancelAsync();
        await Task.WhenAll(reading);

        Assert.That(expected, Has.Count.GreaterThanOrEqualTo(events / 2));
        foreach (var reader in all)
        {
            Assert.That(reader.Events.Select(one => one.GetProperty("id").GetString()), Is.EqualTo(expected));
            Assert.That(reader.Positions(), Is.Ordered.Ascending);
        }

        Assert.That(all[0].Events.SelectMany(MessageSchemas.FaultsOfCloudEvent), Is.Empty);
        var connections = all.Sum(reader => reader.Connections);
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{readers} readers had {expected.Count} events each, over {connections} connections; the writer died {Deaths} times."));
    }

    private static async Task ImportAsync(ServiceProcess writer, int part)
    {
        try
        {
            await writer.Api.SendLinesAsync(Sample.Program, Sample.Lines(part, 60));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // The writer was killed.
        }
    }

    private static Dictionary<string, string> Roles(string roles) => new() { ["LEDGER_ROLES"] = roles };

    private static int Number(string name, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? otherwise.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);
}
