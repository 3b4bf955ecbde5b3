using System.Net;
using Ledger.Domain.Deciding;
using Ledger.Host.Writing;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>A parked fact whose numbers the rules cannot hold is refused when its order comes, once, and the writer goes on.</summary>
public sealed class ParkedOverflowTests
{
    private const string P = "parked";

    private const string Document = """
        {
          "program": "parked", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
          "earning": [ { "id": "base", "points": 1, "per": 1 } ], "points": { "redeemOn": "future", "activation": { "on": "placed",
            "delayDays": 0 } }
        }
        """;

    [Test]
    public async Task It_is_in_the_list_and_the_order_is_recorded()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await RunningLedger.StartAsync(
            database, configure: services => services.AddSingleton<IEvaluations>(new OverflowingReturns()));
        await ledger.PublishAsync(Document);
        await ledger.SendAsync(
            HttpMethod.Post, $"/v1/programs/{P}/orders/shop/1/returns",
            """{"returnId":"r","returnedAt":"2021-02-02T00:00:00Z","lines":[{"lineId":"1","quantity":1}]}""", HttpStatusCode.Accepted);

        await OrderAsync(ledger, "1");
        await OrderAsync(ledger, "2");

        Assert.That(
            await database.TextsAsync(
                "select type from mt_events where stream_id like 'order/%' or stream_id like 'rejected/%' order by seq_id"),
            Is.EqualTo(new[]
                {
                    "fact_parked",
                    "order_recorded",
                    "discount_computed",
                    "fact_unparked",
                    "order_rejected",
                    "order_recorded",
                    "discount_computed",
                }));
        Assert.That(
            await database.TextsAsync("select data ->> 'code' from mt_events where type = 'order_rejected'"),
            Is.EqualTo(new[] { "overflow" }));
    }

    private static async Task OrderAsync(RunningLedger ledger, string id) => await ledger.SendAsync(
        HttpMethod.Put, $"/v1/programs/{P}/orders/shop/{id}",
        """{"accountId":"A","placedAt":"2021-02-01T00:00:00Z","currency":"GBP","lines":[{"lineId":"1","sku":"X","quantity":"""
            + """1,"unitPrice":100}]}""", HttpStatusCode.Created);

    /// <summary>The rules in this process, with an overflow for every order that is evaluated again.</summary>
    private sealed class OverflowingReturns : IEvaluations
    {
        private readonly EvaluationsInProcess rules = new();

        public async ValueTask<IReadOnlyList<RulesAnswer>> AskAsync(IReadOnlyList<EvaluationRequest> requests, CancellationToken ct)
        {
            var answers = await rules.AskAsync(requests, ct);
            return [.. answers.Select((answer, i) => requests[i].Order.Frozen is null ? answer : default)];
        }
    }
}
