using System.Globalization;
using System.Net;
using Ledger.Keys;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>A key may have a limit of requests a second, and the service one for those without.</summary>
public sealed class RateTests
{
    private const int Requests = 50;
    private static readonly Uri Programs = new("/v1/programs", UriKind.Relative);

    [Test]
    public async Task What_is_above_a_key_s_rate_is_refused_and_the_others_are_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var service = await ServiceProcess.StartAsync(
            database.ConnectionString, more: new Dictionary<string, string> { ["LEDGER_RATE"] = "3" });
        using var limited = service.ClientOf(await KeyAsync(database, "limited", rate: 1));
        using var byDefault = service.ClientOf(await KeyAsync(database, "by-default", rate: null));
        using var generous = service.ClientOf(await KeyAsync(database, "generous", rate: 100_000));

        await RefusesAsync(limited);
        await RefusesAsync(byDefault);
        Assert.That(await AnswersAsync(generous), Is.All.EqualTo(HttpStatusCode.OK));
        await Eventually.TrueAsync(async () => (await limited.GetAsync(Programs)).IsSuccessStatusCode, "the rate to allow a request again");
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(KeyTable.RateMax + 1)]
    public async Task A_rate_that_is_none_makes_no_key(int rate)
    {
        await using var database = await TestDatabase.CreateAsync();
        var refused = Assert.ThrowsAsync<KeyRefusedException>(() => KeyAsync(database, "impossible", rate));
        Assert.That(refused!.Code, Is.EqualTo("rate_out_of_range"));
        Assert.That(await new KeyTable(database.DataSource).ListAsync(), Is.Empty);
    }

    private static async Task<string> KeyAsync(TestDatabase database, string name, int? rate) =>
        (await new KeyTable(database.DataSource).AddAsync(name, null, Scopes.All, rate: rate)).Text.Reveal();

    private static async Task RefusesAsync(HttpClient client)
    {
        Assert.That(await AnswersAsync(client), Has.Some.EqualTo(HttpStatusCode.OK).And.Some.EqualTo(HttpStatusCode.TooManyRequests));
        HttpResponseMessage refused;
        do refused = await client.GetAsync(Programs);
        while (refused.IsSuccessStatusCode);
        using (refused)
        {
            var reply = await refused.Content.ReadAsStringAsync();
            Assert.That(reply, Does.Contain("\"code\":\"rate_limited\""));
            Assert.That(refused.Headers.RetryAfter!.ToString(), Is.EqualTo(1.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static async Task<List<HttpStatusCode>> AnswersAsync(HttpClient client)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < Requests; i++)
        {
            using var answer = await client.GetAsync(Programs);
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }
}
