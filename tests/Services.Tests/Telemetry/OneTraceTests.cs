using System.Diagnostics;
using System.Net;
using Ledger.Contracts.V1;
using Ledger.Host.Bus;
using Ledger.Hosting;
using Ledger.Hosting.Telemetry;
using Ledger.Projections.Host;
using Ledger.Projections.Host.Publishing;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using OpenTelemetry.Trace;

namespace Ledger.Services.Tests.Telemetry;

/// <summary>One order is one trace, from the request to the message that an event of it goes out as.</summary>
[NonParallelizable]
public sealed class OneTraceTests
{
    private static readonly string[] OwnSpans =
    [
        "ledger.queue", "ledger.batch", "ledger.load", "ledger.decide", "ledger.turn", "ledger.commit", "ledger.views", "ledger.publish",
    ];

    private readonly RecordedSpans spans = [];

    [Test]
    public async Task An_order_over_HTTP_is_one_trace_to_the_published_event()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await StartAsync(database);
        await ledger.PublishAsync(Sample.Document());
        var (trace, caller) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());

        await PutAsync(ledger, "O-1", trace, caller);

        var recorded = await TraceAsync(trace);
        Assert.Multiple(() =>
        {
            Assert.That(recorded.Single(span => span.Source.Name == "Microsoft.AspNetCore").ParentSpanId, Is.EqualTo(caller));
            Assert.That(recorded.Any(span => span.Source.Name == "Npgsql"), "the statements of the batch");
        });
    }

    [Test]
    public async Task An_order_over_the_bus_is_one_trace_to_the_published_event()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await StartAsync(database);
        await ledger.PublishAsync(Sample.Document());
        var order = System.Text.Json.JsonSerializer.Deserialize<OrderPlaced>(Order("O-2", isWhole: true), Wire.Options)!;
        using var source = new ActivitySource(TelemetryNames.Source);
        ActivityTraceId trace;
        using (var caller = source.StartActivity("an ERP sends an order", ActivityKind.Internal, parentContext: default))
        {
            trace = caller!.TraceId;
            await ledger.Services.GetRequiredService<IBus>().Publish(order);
        }

        var recorded = await TraceAsync(trace);
        Assert.That(recorded.Any(span => span.Source.Name == "MassTransit" && span.Kind == ActivityKind.Consumer), "the message came in");
    }

    [Test]
    public async Task A_batch_of_many_requests_joins_the_first_and_links_to_all_others()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await StartAsync(database);
        await ledger.PublishAsync(Sample.Document());
        var traces = Enumerable.Range(0, 40).Select(_ => ActivityTraceId.CreateRandom()).ToList();

        await Task.WhenAll(traces.Select((trace, n) => PutAsync(ledger, $"M-{n}", trace, ActivitySpanId.CreateRandom())));

        foreach (var trace in traces)
        {
            var queue = await FindAsync(trace, span => span.DisplayName == "ledger.queue", "the request's wait");
            var taken = queue.Links.Single().Context;
            var batch = await FindAsync(taken.TraceId, span => span.SpanId == taken.SpanId, "the batch that took it");
            Assert.That(batch.TraceId == trace || batch.Links.Any(link => link.Context.TraceId == trace), "The batch knows the request.");
        }
    }

    private static async Task PutAsync(RunningLedger ledger, string id, ActivityTraceId trace, ActivitySpanId caller)
    {
        var (path, parent) = ($"/v1/programs/{Sample.Program}/orders/shop/{id}", $"00-{trace}-{caller}-01");
        await ledger.SendAsync(HttpMethod.Put, path, Order(id), HttpStatusCode.Created, ("traceparent", parent));
    }

    private async Task<Activity> FindAsync(ActivityTraceId trace, Func<Activity, bool> isIt, string what) =>
        (await Eventually.GetAsync(() => Task.FromResult(spans.Of(trace).SingleOrDefault(isIt)), span => span is not null, what))!;

    private async Task<RunningLedger> StartAsync(TestDatabase database)
    {
        spans.Clear();
        await using (var broker = await Broker.ConnectAsync()) await broker.DeleteQueueAsync();
        var ledger = await RunningLedger.StartAsync(database, configure: services =>
        {
            services.AddTelemetry(new TelemetrySettings(IsOn: true, IsExported: false));
            services.AddOpenTelemetry().WithTracing(tracing => tracing.AddLedgerSources().AddInMemoryExporter(spans));
            services.AddProjections();
            services.AddLedgerBus(
                new Uri(TestServers.Rabbit),
                bus =>
                {
                    bus.AddConsumer<Integrator>();
                },
                (bus, context) =>
                {
                    bus.ReceiveOrders(context);
                    bus.ReceiveEndpoint($"integrator-{Guid.NewGuid():N}", queue =>
                    {
                        (queue.AutoDelete, queue.Durable) = (true, false);
                        queue.ConfigureConsumer<Integrator>(context);
                    });
                });
        }, marten: marten => marten.AddPublisher(PublishedTypes.Parse("points_accrued")));
        await ledger.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        return ledger;
    }

    // All hops, up to the consumer of the published event; the trace is printed.
    private async Task<IReadOnlyList<Activity>> TraceAsync(ActivityTraceId trace)
    {
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(IsWhole(spans.Of(trace))), $"all spans of trace {trace}");
        }
        finally
        {
            await TestContext.Out.WriteLineAsync(RecordedSpans.Tree(spans.Of(trace)));
        }

        var recorded = spans.Of(trace);
        var (batch, publish) = (One(TelemetryNames.Spans.Batch), One(TelemetryNames.Spans.Publish));
        Assert.Multiple(() =>
        {
            Assert.That(One(TelemetryNames.Spans.Views).ParentSpanId, Is.EqualTo(batch.SpanId));
            Assert.That(publish.ParentSpanId, Is.EqualTo(batch.SpanId));
            Assert.That(PositionOf(publish), Is.LessThanOrEqualTo(PositionOf(batch)));
            Assert.That(One("ledger.queue").Links.Single().Context.SpanId, Is.EqualTo(batch.SpanId));
        });
        return recorded;

        Activity One(string name) => recorded.Single(span => span.DisplayName == name);

        static long PositionOf(Activity span) => (long)span.GetTagItem(TelemetryNames.Tags.LastPosition)!;
    }

    private static bool IsWhole(IReadOnlyList<Activity> trace) =>
        OwnSpans.All(name => trace.Any(span => span.DisplayName == name))
        && trace.Count(span => span.DisplayName.StartsWith("integrator-", StringComparison.Ordinal) && span.Kind == ActivityKind.Consumer)
            == 2;

    private static string Order(string id, bool isWhole = false) => $$"""
        { {{(isWhole ? $"\"program\": \"{Sample.Program}\", \"source\": \"shop\", \"orderId\": \"{id}\"," : "")}}
          "accountId": "A-{{id}}", "placedAt": "2021-02-01T10:00:00Z", "currency": "GBP",
          "lines": [ { "lineId": "L1", "sku": "tea", "quantity": 3, "unitPrice": 20 } ] }
        """;

    private sealed class Integrator : IConsumer<PointsAccrued>
    {
        public Task Consume(ConsumeContext<PointsAccrued> context) => Task.CompletedTask;
    }
}
