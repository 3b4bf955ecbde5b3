using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Telemetry;

/// <summary>
/// The metrics of a running service: each changes when something happens, and the dashboards name only metrics that exist.
/// </summary>
[NonParallelizable]
public sealed partial class MetricsTests
{
    private const string Spending = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } }
        """;

    // As an expression may name them: functions and keywords are no metrics.
    private static readonly string[] Prefixes =
        ["ledger_", "db_client_", "http_server_", "kestrel_", "messaging_", "dotnet_", "process_", "resilience_"];

    private static readonly string[] Outcomes = ["recorded", "repeated", "superseded", "parked", "conflict", "rejected"];

    private static readonly (string Name, string Label)[] Rising =
    [
        ("ledger_queue_depth", ""),
        ("ledger_follower_lag", "follower=\"projections_1\""),
        ("ledger_follower_lag", "follower=\"publisher:All\""),
        ("db_client_connection_count", "state=\"used\""),
    ];

    private TestDatabase database = null!;
    private Broker broker = null!;
    private ServiceProcess service = null!;
    private Shop shop = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        broker = await Broker.ConnectAsync();
        await broker.DeleteQueueAsync();
        var settings = new Dictionary<string, string> { ["LEDGER_PUBLISH"] = "all" };
        service = await ServiceProcess.StartAsync(database.ConnectionString, TestServers.Rabbit, settings);
        shop = new Shop(Shop.NewProgram());
        await service.Api.PublishAsync(shop.Document(Spending));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await service.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Every_metric_moves_during_an_import()
    {
        var before = await ScrapeAsync();
        var scrapes = new ConcurrentQueue<Scrape>();
        using var stop = new CancellationTokenSource();
        var scraping = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) scrapes.Enqueue(await ScrapeAsync());
        });
        // A gauge has its value at the moment of a scrape, so facts are imported until every gauge was seen above 0.
        await Eventually.TrueAsync(
            async () =>
            {
                await ImportAsync();
                var seen = scrapes.ToArray();
                return Array.TrueForAll(Rising, gauge => seen.Any(scrape => scrape.Sum(gauge.Name, gauge.Label) > 0));
            },
            $"each of {string.Join(", ", Rising)} to rise");
        await stop.CancelAsync();
        await scraping;
        // The exporter answers from a cache for some hundred milliseconds: this is the first answer with what came last.
        var after = await Eventually.GetAsync(
            ScrapeAsync, scrape => scrape.Sum("ledger_refusals_total", "code=\"unknown_unit\"") > 0, "the metrics of the last command");

        Assert.Multiple(() =>
        {
            foreach (var outcome in Outcomes) Moves("ledger_facts_total", $"outcome=\"{outcome}\"", "door=\"http\"");
            Moves("ledger_facts_total", "outcome=\"recorded\"", "door=\"bus\"");
            foreach (var stage in new[] { "queue", "load", "decide", "turn", "commit" })
            {
                Moves("ledger_batch_stage_duration_seconds_count", $"stage=\"{stage}\"");
                Moves("ledger_batch_stage_duration_seconds_sum", $"stage=\"{stage}\"");
            }

            Moves("ledger_batch_size_count");
            Moves("ledger_batch_size_sum");
            Moves("ledger_events_total");
            Moves("ledger_commands_total", "command=\"RedeemPoints\"", "outcome=\"recorded\"");
            Moves("ledger_commands_total", "command=\"RedeemPoints\"", "outcome=\"rejected\"");
            Moves("ledger_redemptions_total", "for=\"voucher\"");
            Moves("ledger_refusals_total", "code=\"insufficient_balance\"");
            Moves("ledger_refusals_total", "code=\"unknown_unit\"");
            Moves("ledger_refusals_total", "code=\"non_positive_quantity\"");
            Moves("ledger_refusals_total", "code=\"conflict\"");
            Moves("ledger_log_position");
            Moves("db_client_operation_duration_seconds_count");
            Moves("messaging_masstransit_receive_ea_total");
            Moves("messaging_masstransit_send_ea_total");
            Moves("http_server_request_duration_seconds_count", "http_route=\"/v1/programs/{program}/orders/\"");
            Assert.That(after.Sum("ledger_queue_limit"), Is.EqualTo(1024));
        });

        void Moves(string name, params string[] labels) =>
            Assert.That(after.Sum(name, labels), Is.GreaterThan(before.Sum(name, labels)), $"{name} {string.Join(' ', labels)}");
    }

    [Test]
    public async Task Every_metric_that_a_dashboard_or_an_alert_names_is_there()
    {
        await ImportAsync();
        var names = (await ScrapeAsync()).Names;
        var folder = Path.Combine(BuiltFiles.Root, "infra", "dashboards");
        var files = Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is ".json" or ".yaml").ToList();
        Assert.That(files, Has.Count.GreaterThanOrEqualTo(2));
        foreach (var file in files)
        {
            var named = Expression().Matches(await File.ReadAllTextAsync(file))
                .SelectMany(expression => Name().Matches(Quoted().Replace(expression.Groups["text"].Value, "")).Select(name => name.Value))
                .Where(name => Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Distinct(StringComparer.Ordinal).ToList();
            Assert.That(named, Has.Count.GreaterThan(3), $"{file} names metrics");
            Assert.That(
                named.Where(name => !names.Contains(name)), Is.Empty,
                $"{Path.GetFileName(file)} names what a running service does not have. It has: "
                + $"{string.Join(' ', names.Order(StringComparer.Ordinal))}");
        }
    }

    [Test]
    public async Task Metrics_are_shown_to_a_key_with_their_scope_only()
    {
        var status = new Dictionary<string, HttpStatusCode>();
        await LookAsync("scraper", null, "metrics:read");
        await LookAsync("clerk", null, "orders:write");
        await LookAsync("tenant", shop.Program, "metrics:read");

        Assert.That(
            (status["scraper"], status["clerk"], status["tenant"]),
            Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)));

        async Task LookAsync(string name, string? program, string scope)
        {
            using var http = service.ClientOf(await TestKeys.AddAsync(database.DataSource, name, program, scope));
            using var response = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
            status[name] = response.StatusCode;
        }
    }

    private Task<Scrape> ScrapeAsync() => Scrape.OfAsync(service.Http);

    // Imports facts with every outcome, over HTTP and the bus, and sends commands of which some are refused.
    private async Task ImportAsync()
    {
        var run = Guid.NewGuid().ToString("N");
        var orders = Enumerable.Range(1, 3_000).Select(n => shop.Order($"{run}-{n}", $"A{n % 50}")).ToList();
        await broker.PublishAsync(shop.Order($"{run}-bus"));
        await broker.PutAsync("no JSON"u8.ToArray());
        var lanes = Enumerable.Range(0, 4).Select(lane => orders.Where((_, n) => n % 4 == lane));
        await Task.WhenAll(lanes.Select(lane => service.Api.SendLinesAsync(shop.Program, lane)));
        await service.Api.SendAsync(orders[0]);
        await service.Api.SendAsync(orders[1] with { AccountId = "B" });
        await service.Api.SendAsync(orders[2] with { Revision = 3 });
        await service.Api.SendAsync(orders[2] with { Revision = 2 });
        await service.Api.SendAsync(shop.Return($"{run}-not-here", "R1"));
        await service.Api.SendAsync(shop.Order($"{run}-bad", lines: Shop.Line("L1", 1, quantity: -1)));
        var till = new Till(service.Api);
        await till.PostAsync(new RedeemPoints(shop.Program, $"{run}-1", "A1", "voucher", Amount: 5));
        await till.PostAsync(new RedeemPoints(shop.Program, $"{run}-2", "A1", "voucher", Amount: 99_999_999));
        await till.PostAsync(new RedeemPoints(shop.Program, $"{run}-3", "A1", "voucher", Amount: 5, Unit: "pints"));
        await Eventually.TrueAsync(
            async () =>
            {
                var scrape = await ScrapeAsync();
                return scrape.Sum("ledger_facts_total", "outcome=\"recorded\"", "door=\"bus\"") > 0
                    && scrape.Sum("messaging_masstransit_send_ea_total") > 0;
            },
            "the order over the bus, and a message out");
    }

    [GeneratedRegex("""(?:"expr":\s*"(?<text>(?:[^"\\]|\\.)*)")|(?:^\s*expr:\s*(?<text>.+)$)""", RegexOptions.Multiline)]
    private static partial Regex Expression();

    // Text in quotes or in by(…) is a label, not a metric.
    [GeneratedRegex("""\\?"[^"]*?\\?"|\b(?:by|without|on)\s*\([^)]*\)""")]
    private static partial Regex Quoted();

    [GeneratedRegex("[a-z_][a-z0-9_]+")]
    private static partial Regex Name();
}
