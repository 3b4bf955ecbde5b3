using Ledger.TestSupport;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>Two people close a month of the real orders. <see cref="FinanceTests"/> covers the other work of finance.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class MonthEndTests
{
    [Test]
    public async Task A_month_is_closed_for_good_with_a_second_person()
    {
        await TwoYears.ReadyAsync();
        const string month = "2011-03";
        await using var ann = await Visit.BeginAsync(ConsoleUnderTest.Ann, program: TwoYears.Program);
        await ann.GoAsync("");
        await ann.Link("Finance").ClickAsync();
        await ann.Link("Closing periods").First.ClickAsync();
        await ann.HeadingIsAsync("Closing periods");
        await ann.Field("Month").FillAsync(month);
        await ann.Button("Preview").ClickAsync();
        await Assertions.Expect(ann.Page.Locator(".preview")).ToContainTextAsync($"{month} is from");
        await Assertions.Expect(ann.Field("Month")).ToHaveValueAsync(month);
        await ann.Button("Close the month").ClickAsync();
        await Assertions.Expect(ann.Page.Locator(".done")).ToContainTextAsync("waits for the approval");

        await using var ben = await Visit.BeginAsync(ConsoleUnderTest.Ben, program: TwoYears.Program);
        await ben.GoAsync("/finance/periods");
        await ben.Button($"Approve the close of {month}").ClickAsync();
        await Assertions.Expect(ben.Page.Locator(".done")).ToContainTextAsync("was closed");
        var closed = ben.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Closed months" });
        await Assertions.Expect(closed.Locator("tbody tr")).ToContainTextAsync([month]);
        var listed = await ConsoleUnderTest.Service.Api.GetAsync($"{LedgerApi.Program(TwoYears.Program)}/periods");
        var periods = listed.Json["periods"]!.AsArray();
        Assert.That(
            periods.Select(one => ((string?)one!["period"], (string?)one["state"], (string?)one["closedBy"], (string?)one["requestedBy"])),
            Is.EqualTo(new[] { (month, "closed", "ben", "ann") }));
    }
}
