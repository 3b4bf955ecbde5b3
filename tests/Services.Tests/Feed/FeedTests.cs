using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Services.Tests.Projections;
using Ledger.TestSupport;
using Npgsql;
using NUnit.Framework;

namespace Ledger.Services.Tests.Feed;

/// <summary>The event feed: what it answers, how it waits, and what it refuses.</summary>
public sealed class FeedTests : ProjectionsFixture
{
    private const string Events = "/v1/programs/acme/events";

    [Test]
    public async Task An_event_is_a_CloudEvent()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var one = (await app.GetAsync($"{Events}?types=tier_upgraded")).GetProperty("events").EnumerateArray().Single();

        Assert.That(one.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[]
        {
            "data", "datacontenttype", "id", "position", "source", "specversion", "subject", "time", "type",
        }));
        var row = (await Running.Tables.TextsAsync(Database, "select id || ' ' || seq_id from mt_events where type = 'tier_upgraded'"))
            .Single();
        Assert.That($"{one.GetProperty("id")} {one.GetProperty("position")}", Is.EqualTo(row));
        Assert.That((one.GetProperty("source").GetString(), one.GetProperty("subject").GetString()),
            Is.EqualTo(("/v1/programs/acme", "account/A,\"1\"")));
        var data = JsonSerializer.Deserialize<TierUpgraded>(one.GetProperty("data").GetRawText(), Wire.Options)!;
        Assert.That((data.Tier, data.Metric), Is.EqualTo(("silver", (Exact)120.125m)));
        Assert.That(one.GetProperty("time").GetString(), Is.EqualTo(InstantJsonConverter.Format(data.RecordedAt)));
    }

    [Test]
    public async Task Only_chosen_types_come_and_the_cursor_passes_the_others()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var page = await app.GetAsync($"{Events}?types=points_a*,%20tier_grace_started");
        var expected = Sample.History(new Given("acme")).Select(one => EventNames.Of(one.GetType()))
            .Where(type => type.StartsWith("points_a", StringComparison.Ordinal) || type == "tier_grace_started");
        Assert.That(page.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("type").GetString()), Is.EqualTo(expected));
        Assert.That((page.GetProperty("next").GetString(), page.GetProperty("end").GetBoolean()), Is.EqualTo(($"{Log.Position}", true)));
    }

    [Test]
    public async Task The_link_leads_to_what_follows()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        var (address, types) = (new Uri(app.Client.BaseAddress!, $"{Events}?types=points_*&limit=2"), new List<string>());
        for (var n = 0; n < 20; n++)
        {
            using var answer = await app.Client.GetAsync(address);
            var page = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            types.AddRange(page.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("type").GetString()!));
            var link = answer.Headers.GetValues("Link").Single();
            Assert.That(link, Does.EndWith(">; rel=\"next\""));
            address = new Uri(address, link[1..link.IndexOf('>', StringComparison.Ordinal)]);
            if (page.GetProperty("end").GetBoolean()) break;
        }

        Assert.That(types, Is.EqualTo(Sample.History(new Given("acme")).Select(one => EventNames.Of(one.GetType()))
            .Where(type => type.StartsWith("points_", StringComparison.Ordinal))));
    }

    [Test]
    public async Task A_request_waits_for_the_next_event_and_holds_no_session_of_the_database_meanwhile()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync(options => options.Tail = false);
        var waiting = Enumerable.Range(0, 60)
            .Select(_ => app.GetAsync($"{Events}?after={Log.Position}&waitSeconds=60&types=clock_advanced")).ToList();
        var stream = new EventReader(app.Client, "acme");
        using var stop = new CancellationTokenSource();
        var streaming = stream.StreamAsync("&types=clock_advanced", int.MaxValue, stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(stream.Count == 1), "the stream to be there");

        // Events of other programs, and events that were not chosen, do not end a wait.
        await Log.AppendAsync(new Given("other").Clock(Given.Day(100)));
        await Log.AppendAsync(new RateRecorded("acme", "EUR", Given.Start, 1.1m, Given.Start, Given.Start));
        await Eventually.TrueAsync(async () => await BusyAsync() <= 2, "no request to hold a session");
        Assert.That(waiting.Count(one => one.IsCompleted), Is.Zero);

        await Log.AppendAsync(new Given("acme").Clock(Given.Day(101)));
        var pages = await Task.WhenAll(waiting);
        Assert.That(pages.Select(page => page.GetProperty("events").GetArrayLength()), Is.All.EqualTo(1));
        await Eventually.TrueAsync(() => Task.FromResult(stream.Count == 2), "the stream to have it");
        await stop.CancelAsync();
        await streaming;
        Assert.That(stream.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task When_the_time_is_over_the_page_is_empty_and_the_cursor_has_passed_what_others_wrote()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await Log.AppendAsync(new Given("other").Clock(Given.Day(100)));
        await using var app = await StartAsync();

        var page = await app.GetAsync($"{Events}?after={Log.Position - 1}&waitSeconds=1");

        Assert.That((page.GetProperty("events").GetArrayLength(), page.GetProperty("next").GetString(),
            page.GetProperty("end").GetBoolean()),
            Is.EqualTo((0, $"{Log.Position}", true)));
    }

    [TestCase("?types=tier_upgrade", "unknown_event_type", "types")]
    [TestCase("?waitSeconds=61", "bad_wait", "waitSeconds")]
    [TestCase("?waitSeconds=-1", "bad_wait", "waitSeconds")]
    [TestCase("?limit=1001", "bad_limit", "limit")]
    [TestCase("?after=-1", "bad_cursor", "after")]
    [TestCase("?after=1000000", "bad_cursor", "after")]
    [TestCase("?after=9223372036854775807", "bad_cursor", "after")]
    [TestCase("?after=9223372036854775808", "bad_cursor", "after")]
    public async Task Refuses_with_a_stable_code(string query, string code, string parameter)
    {
        await using var app = await StartAsync();
        foreach (var accept in (string[])["application/json", "text/event-stream"])
        {
            var (status, problem) = await RefusedAsync(app, query, accept, null);
            Assert.That((status, problem.GetProperty("code").GetString(), problem.GetProperty("parameter").GetString()),
                Is.EqualTo((HttpStatusCode.BadRequest, code, parameter)), accept);
        }
    }

    [Test]
    public async Task A_last_event_that_cannot_be_is_refused()
    {
        await using var app = await StartAsync();
        foreach (var last in (string[])["x", "1000000"])
        {
            var (status, problem) = await RefusedAsync(app, "", "text/event-stream", last);
            Assert.That((status, problem.GetProperty("parameter").GetString()), Is.EqualTo((HttpStatusCode.BadRequest, "Last-Event-ID")));
        }
    }

    [Test]
    public async Task A_stream_ends_when_its_key_is_revoked()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        var key = await TestKeys.AddAsync(Database.DataSource, "subscriber", "acme", "accounts:read");
        using var http = new HttpClient { BaseAddress = app.Client.BaseAddress };
        http.DefaultRequestHeaders.Authorization = TestKeys.Header(key);
        var reader = new EventReader(http, "acme");
        using var stop = new CancellationTokenSource();
        var reading = reader.StreamAsync("", int.MaxValue, stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(reader.Count > 0), "the stream to begin");

        await new Keys.KeyTable(Database.DataSource).RevokeAsync("subscriber");
        await Eventually.TrueAsync(async () =>
        {
            await Log.AppendAsync(new Given("acme").Clock(Given.Day(200)));
            return reader.Connections > 1;
        }, "the stream to end");
        var count = reader.Count;
        await Log.AppendAsync(new Given("acme").Clock(Given.Day(201)));
        await Eventually.TrueAsync(() => Task.FromResult(reader.Connections > 4), "more tries to connect");
        Assert.That(reader.Count, Is.EqualTo(count));
        await stop.CancelAsync();
        await reading;
    }

    [Test]
    public async Task What_is_not_described_is_found()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        var events = (await app.GetAsync(Events)).GetProperty("events").EnumerateArray().ToList();

        Assert.That(events.SelectMany(MessageSchemas.FaultsOfCloudEvent), Is.Empty);
        foreach (var one in events)
        {
            var more = JsonNode.Parse(one.GetRawText())!;
            more["data"]!["colour"] = "red";
            Assert.That(MessageSchemas.FaultsOfCloudEvent(JsonSerializer.SerializeToElement(more)), Is.Not.Empty);
        }

        Assert.That(MessageSchemas.FaultsOf("no_such_event", events[0]), Is.Not.Empty);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Problem)> RefusedAsync(ProjectionsApp app, string query, string accept,
        string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Events}{query}", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<long> BusyAsync()
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()",
                connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
