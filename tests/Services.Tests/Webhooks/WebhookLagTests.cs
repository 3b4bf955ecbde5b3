using System.Text.Json.Nodes;
using Ledger.TestSupport;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>GET /v1/integrity shows how far behind the log each webhook is.</summary>
public sealed class WebhookLagTests : WebhooksFixture
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["LEDGER_ROLES"] = "projections",
        ["LEDGER_WEBHOOK_NETWORKS"] = "127.0.0.0/8",
        ["LEDGER_WEBHOOK_RETRY"] = "3600,3600,7200",
    };

    [Test]
    public async Task Integrity_shows_each_webhook_with_its_lag_and_state()
    {
        await using var service = await ServiceProcess.StartAsync(Database.ConnectionString, more: Settings);
        Receiver.Answer = context => Task.FromResult<int?>(context.Request.Path.Value switch
        {
            "/slow" => StatusCodes.Status503ServiceUnavailable,
            "/gone" => StatusCodes.Status410Gone,
            _ => StatusCodes.Status204NoContent,
        });
        await Eventually.TrueAsync(async () => (await ShownAsync(service)).Count == 0, "no webhook to be shown");
        foreach (var id in (string[])["slow", "shop", "gone"])
        {
            var put = await service.Api.SendAsync(
                HttpMethod.Put, $"/v1/programs/acme/webhooks/{id}", $$"""{"url":"{{Receiver.UrlOf(id)}}","types":["tier_*"]}""");
            Assert.That(put.Status, Is.EqualTo(201), put.Text);
        }

        var begun = Log.Position;
        await AppendAsync(3);

        // The third way ends with an event of its own, which says so.
        var head = begun + 4;
        string[] expected =
        [
            $"acme gone {begun} 4 disabled",
            $"acme shop {head} 0 enabled",
            $"acme slow {begun} 4 failing",
        ];
        await Eventually.GetAsync(() => ShownAsync(service), shown => shown.SequenceEqual(expected), string.Join("; ", expected));
    }

    private static async Task<IReadOnlyList<string>> ShownAsync(ServiceProcess service)
    {
        var answer = await service.Api.GetAsync("/v1/integrity");
        return answer.Status != 200 ? ["not yet"] : [.. answer.Json["webhooks"]!.AsArray().Select(one => Line(one!))];
    }

    private static string Line(JsonNode one) =>
        $"{(string?)one["program"]} {(string?)one["name"]} {(long)one["position"]!} {(long)one["lag"]!} {(string?)one["state"]}";
}
