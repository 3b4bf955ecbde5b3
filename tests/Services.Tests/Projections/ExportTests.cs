using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

public sealed class ExportTests : ProjectionsFixture
{
    [Test]
    public async Task Writes_the_four_files_as_the_domain_page_has_them()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();

        var exports = await app.ExportsAsync("acme", Log.Position);

        Assert.Multiple(() =>
        {
            Assert.That(exports["balances"], Is.EqualTo(
                """"
                accountId,owner,unit,pending,available,held,arrears,accrued,reversed,redeemed,expired,adjusted
                "A,""1""",account,cashback,1.20,0.00,0.00,0.00,1.20,0.00,0.00,0.00,0.00
                "A,""1""",account,points,100,0,0,0,100,0,0,0,0
                "A,""1""",carl,points,20,0,0,0,20,0,0,0,0
                B,account,points,0,20,0,0,85,35,0,30,0

                """"));
            Assert.That(exports["standings"], Is.EqualTo(
                """"
                accountId,tier,since,metric,orders,graceUntil
                "A,""1""",silver,2011-01-11T09:30:00Z,120.12,1,2011-03-31T09:30:00Z
                B,bronze,2011-01-10T09:30:00Z,50.00,2,

                """"));
            Assert.That(exports["rebates"], Is.EqualTo(
                """"
                accountId,rebate,period,basis,amount
                "A,""1""",quarterly,2011-Q1,120.12,1.20

                """"));
            Assert.That(exports["entitlements"], Is.EqualTo(
                """"
                source,orderId,accountId,placedAt,gross,net,entitled,stated,variance,points
                shop,O/2,"A,""1""",2011-01-11T09:30:00Z,120.12,120.12,1.50,0.00,1.50,120
                shop,O1,B,2011-01-10T09:30:00Z,0.00,0.00,1.50,0.00,1.50,0
                shop,O3,B,2011-01-27T09:30:00Z,50.00,50.00,1.50,0.00,1.50,50

                """"));
        });
    }

    [Test]
    public async Task Keeps_programs_apart()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await Log.AppendAsync(Sample.History(new Given("other")));
        await using var app = await StartAsync();

        Assert.That(await app.ExportsAsync("acme", Log.Position), Is.EqualTo(await app.ExportsAsync("other", Log.Position)));
    }

    [Test]
    public async Task Months_roll_without_an_event()
    {
        var given = new Given("acme");
        await Log.AppendAsync([.. Sample.History(given), given.Clock(Given.Day(500))]);
        await using var app = await StartAsync();

        var exports = await app.ExportsAsync("acme", Log.Position);

        Assert.That(exports["standings"], Does.Contain("B,bronze,2011-01-10T09:30:00Z,0.00,2,"));
    }
}
