using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The exports of mechanics.md §12, and what the mechanics change in the others.</summary>
public sealed class MechanicsExportTests : ProjectionsFixture
{
    [Test]
    public async Task Writes_the_files_as_the_mechanics_page_has_them()
    {
        await Log.AppendAsync(MechanicsSample.History(new Given("acme")));
        await using var app = await StartAsync();

        var exports = await app.ExportsAsync("acme", Log.Position);

        Assert.Multiple(() =>
        {
            Assert.That(exports["members"], Is.EqualTo(
                """
                accountId,segments,loyalty,perks,memberships,nps
                A,,latent,,,9
                M,,none,lounge,plus|pro,
                O,repeat,none,,,10

                """));
            Assert.That(exports["grants"], Is.EqualTo(
                """
                grantId,accountId,reward,state
                stamp-O-1,O,mug,granted
                stamp-Z-1,O,mug,cancelled
                turbo-2011-03-3,A,mug,fulfilled

                """));
            Assert.That(exports["challenges"], Is.EqualTo(
                """
                challenge,period,rank,accountId,metric,prize
                turbo,2011-03,1,O,700.50,cashback:50.00
                turbo,2011-03,2,Z,2.00,points:1000
                turbo,2011-03,3,A,1.00,reward:mug

                """));
            Assert.That(exports["partners"], Is.EqualTo(
                """
                partner,month,issued,reversed,redeemed,redemptionReversed,owedByPartner,owedToPartner,net
                p-bank,2011-01,40,0,0,0,0.34,0.00,0.34
                p-bank,2011-03,700,0,0,0,5.95,0.00,5.95
                p-bank,2011-04,0,130,60,20,-1.10,0.34,-1.44

                """));
            Assert.That(exports["standings"], Is.EqualTo(
                """
                accountId,tier,since,metric,orders,graceUntil
                O,bronze,2011-04-01T05:00:00Z,1640,2,

                """));
            Assert.That(exports["balances"], Is.EqualTo(
                """
                accountId,owner,unit,pending,available,held,arrears,accrued,reversed,redeemed,expired,adjusted
                A,account,points,40,0,0,0,40,0,0,0,0
                O,account,fund,0.00,7.00,0.00,0.00,7.00,0.00,0.00,0.00,0.00
                O,account,points,0,530,0,30,700,130,40,0,0

                """));
        });
    }

    /// <summary>Rows created and changed within one step equal rows that are read back from the tables between steps.</summary>
    [Test]
    public async Task Are_the_same_whether_events_come_one_by_one_or_at_once()
    {
        await Log.AppendAsync(MechanicsSample.History(new Given("acme")));
        await using var app = await StartAsync();
        var atOnce = await app.ExportsAsync("acme", Log.Position);

        await Log.AppendAsync(MechanicsSample.History(new Given("other")).Take(1));
        foreach (var one in MechanicsSample.History(new Given("other")).Skip(1))
        {
            await Log.AppendAsync([one]);
            await app.ExportsAsync("other", Log.Position);
        }

        Assert.That(await app.ExportsAsync("other", Log.Position), Is.EqualTo(atOnce));
    }

    [Test]
    public async Task An_account_that_began_with_an_activity_has_its_time_as_since_once_an_order_comes()
    {
        var given = new Given("acme");
        await Log.AppendAsync(
            [.. MechanicsSample.History(given), given.Order("A", "O9", Given.Day(200)), given.Evaluated("A", "O9", Given.Day(200), 5m, 5)]);
        await using var app = await StartAsync();

        var exports = await app.ExportsAsync("acme", Log.Position);

        Assert.That(exports["standings"], Does.Contain("A,bronze,2011-01-10T09:30:00Z,135,1,"));
    }

    [Test]
    public async Task A_rebuild_gives_the_same()
    {
        await Log.AppendAsync(MechanicsSample.History(new Given("acme")));
        await using var app = await StartAsync();
        var before = await app.ExportsAsync("acme", Log.Position);

        using var asked = await app.Client.PostAsync(new Uri("/v1/projections/rebuild", UriKind.Relative), null);
        while ((await app.GetAsync("/v1/projections/rebuild")).GetProperty("state").GetString() is "requested" or "running")
        {
            await app.ExportsAsync("acme", Log.Position);
        }

        Assert.That((await app.GetAsync("/v1/projections/rebuild")).GetProperty("state").GetString(), Is.EqualTo("done"));
        Assert.That(await app.ExportsAsync("acme", Log.Position), Is.EqualTo(before));
    }
}
