using System.Net;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The proof of a draw lists its candidates, whatever happened afterwards (mechanics.md §9).</summary>
public sealed class DrawProofTests : ProjectionsFixture
{
    private static readonly DateTimeOffset At = new(2011, 6, 15, 2, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Salt = [.. Enumerable.Range(0, DrawRules.SaltLength).Select(n => (byte)n)];
    private static readonly byte[] Chain = new byte[32];

    [Test]
    public async Task It_can_be_repeated_from_the_proof_alone()
    {
        await Log.AppendAsync(
            [.. MechanicsSample.History(new Given("acme")), .. Orders("Q", "P"), Held("O", "P", "Q"), .. Orders("R", "B")]);
        await using var app = await StartAsync();

        var proof = await app.GetAsync($"/v1/programs/acme/draws/midyear/proof?minPosition={Log.Position}");

        var candidates = proof.GetProperty("candidates").EnumerateArray().Select(one => one.GetString()!).ToList();
        Assert.That(candidates, Is.EqualTo(new[] { "O", "P", "Q" }));
        Assert.That(
            Convert.ToHexStringLower(DrawRules.CandidatesHash(candidates)), Is.EqualTo(proof.GetProperty("candidatesHash").GetString()));
        var seed = DrawRules.Seed(Convert.FromHexString(Member("salt")), Convert.FromHexString(Member("chain")));
        var winners = DrawRules.Winners(seed, candidates.Count, proof.GetProperty("prizes").GetInt32()).Select(place => candidates[place]);
        Assert.That(proof.GetProperty("winners").EnumerateArray().Select(one => one.GetString()), Is.EqualTo(winners));
        Assert.That(proof.GetProperty("at").GetDateTimeOffset(), Is.EqualTo(At));

        string Member(string name) => proof.GetProperty(name).GetString()!;
    }

    [Test]
    public async Task It_is_the_same_after_a_rebuild_and_with_events_that_came_one_by_one()
    {
        ILedgerEvent[] events =
        [
            .. MechanicsSample.History(new Given("acme")),
            .. Orders("Q", "P"),
            Held("O", "P", "Q"),
            .. Orders("R", "B"),
        ];
        await Log.AppendAsync(events.Take(5));
        await using var app = await StartAsync();
        foreach (var one in events.Skip(5))
        {
            await Log.AppendAsync([one]);
            await app.GetAsync($"/v1/programs/acme/draws?minPosition={Log.Position}");
        }

        var before = await app.Client.GetStringAsync("/v1/programs/acme/draws/midyear/proof");
        using var asked = await app.Client.PostAsync(new Uri("/v1/projections/rebuild", UriKind.Relative), null);
        while ((await app.GetAsync("/v1/projections/rebuild")).GetProperty("state").GetString() is "requested" or "running")
        {
            await app.GetAsync($"/v1/programs/acme/draws?minPosition={Log.Position}");
        }

        Assert.That(
            await app.Client.GetStringAsync("/v1/programs/acme/draws/midyear/proof"),
            Is.EqualTo(before).And.Contain("\"candidates\":[\"O\",\"P\",\"Q\"]"));
    }

    [Test]
    public async Task A_list_with_another_hash_than_the_draws_is_not_shown()
    {
        await Log.AppendAsync([.. MechanicsSample.History(new Given("acme")), Held("O", "P")]);
        await using var app = await StartAsync();

        var proof = await app.GetAsync($"/v1/programs/acme/draws/midyear/proof?minPosition={Log.Position}");

        Assert.That(proof.TryGetProperty("candidates", out _), Is.False);
        Assert.That(proof.GetProperty("candidatesCount").GetInt64(), Is.EqualTo(2));
    }

    [Test]
    public async Task Before_the_draw_there_is_no_proof_and_the_announcement_is_listed()
    {
        await Log.AppendAsync(MechanicsSample.History(new Given("acme")));
        await using var app = await StartAsync();

        var draws = (await app.GetAsync($"/v1/programs/acme/draws?minPosition={Log.Position}")).GetProperty("draws");
        Assert.That(
            (draws[0].GetProperty("saltHash").GetString(), draws[0].GetProperty("held").GetBoolean()),
            Is.EqualTo((new string('b', 64), false)));
        using var none = await app.Client.GetAsync(new Uri("/v1/programs/acme/draws/midyear/proof", UriKind.Relative));
        Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        using var unknown = await app.Client.GetAsync(new Uri("/v1/programs/acme/draws/other/proof", UriKind.Relative));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static IEnumerable<ILedgerEvent> Orders(params string[] accounts)
    {
        var given = new Given("acme");
        return accounts.SelectMany(account =>
            new ILedgerEvent[] { given.Order(account, $"O-{account}", At), given.Evaluated(account, $"O-{account}", At, 5m, 5) }
        );
    }

    private static DrawHeld Held(params string[] candidates)
    {
        var winner = DrawRules.Winners(DrawRules.Seed(Salt, Chain), candidates.Length, 1)[0];
        return new DrawHeld(
            "acme", "midyear", candidates.Length, Convert.ToHexStringLower(DrawRules.CandidatesHash(candidates)), 7,
            Convert.ToHexStringLower(Chain),
            Convert.ToHexStringLower(Salt), [candidates[winner]], 1, At, At);
    }
}
