using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Runs the service's own check of the log's chain and of every state row.</summary>
internal static class StateChecked
{
    private const string Path = "/v1/integrity/verify";

    public static async Task NothingIsFoundAsync(LedgerApi api)
    {
        Assert.That((await api.SendAsync(HttpMethod.Post, Path, "")).Status, Is.EqualTo(202));
        var end = await Eventually.GetAsync(() => api.GetAsync(Path), reply => (string?)reply.Json["state"] != "running", "the check");
        Assert.That((string?)end.Json["state"], Is.EqualTo("done"), end.Text);
        Assert.That(end.Json["findings"]!.AsArray().Select(finding => (string?)finding!["sentence"]), Is.Empty);
    }
}
