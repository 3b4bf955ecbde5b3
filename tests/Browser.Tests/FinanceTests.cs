using Ledger.TestSupport;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>The work of finance: from the list of reports to the entries behind a line, the accounts, and closing a month in two.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class FinanceTests
{
    private static LedgerApi Api => ConsoleUnderTest.Service.Api;

    private static string Program => LedgerApi.Program(Seeding.Program);

    /// <summary>Prints the service's log after a failed test.</summary>
    [TearDown]
    public static async Task ExplainAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != NUnit.Framework.Interfaces.TestStatus.Failed) return;
        await TestContext.Out.WriteLineAsync($"The service wrote:\n{ConsoleUnderTest.Service.Log}");
    }

    [Test]
    public async Task One_goes_from_the_list_of_reports_to_the_journal_and_the_entries_behind_a_line()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync("/finance");
        await visit.Link("Journal").ClickAsync();
        await visit.HeadingIsAsync("Journal");
        await visit.Page.Locator("#period").FillAsync("2025-03");
        await visit.Button("Show").ClickAsync();

        var journal = (await Api.GetAsync($"{Program}/reports/journal?period=2025-03")).Json;
        var lines = journal["lines"]!.AsArray();
        Assert.That(lines, Has.Count.GreaterThan(1));
        await Assertions.Expect(visit.Page.Locator("#journal ~ .scroll tbody tr")).ToHaveCountAsync(
            lines.Count + 1 + journal["accounts"]!.AsArray().Count + 1);
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "1", Exact = true }).ClickAsync();
        await visit.HeadingIsAsync("Entries behind a line of the journal");
        var parts = (await Api.GetAsync($"{Program}/reports/journal-entries?period=2025-03&line=1")).Json["entries"]!.AsArray();
        Assert.That(parts.Sum(part => (decimal)part!["quantity"]!), Is.EqualTo((decimal)lines[0]!["quantity"]!));
        var rows = visit.Page.Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(parts.Count);
        await rows.First.GetByRole(AriaRole.Link).First.ClickAsync();
        await visit.HeadingIsAsync("Entry");
    }

    [Test]
    public async Task Orders_with_a_variance_come_in_pages_and_lead_to_the_order()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync("/finance/variance");
        var months = visit.Page.Locator("section[aria-labelledby=variance-months] tbody tr");
        var sums = (await Api.GetAsync($"{Program}/reports/variance-months")).Json["months"]!.AsArray();
        await Assertions.Expect(months).ToHaveCountAsync(sums.Count + 1);
        var first = (await Api.GetAsync($"{Program}/reports/variance?limit=1")).Json["orders"]![0]!;
        await visit.Page.Locator("section[aria-labelledby=variance] tbody tr").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await visit.HeadingIsAsync($"{first["source"]}/{first["orderId"]}");
    }

    [Test]
    public async Task A_report_that_is_refused_says_why_and_one_that_there_is_not_is_not_found()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(404);
        await visit.GoAsync("/finance/variance?fromMonth=2025-05&toMonth=2025-03");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("bad_period");
        await Assertions.Expect(visit.Page.Locator("#fromMonth")).ToHaveValueAsync("2025-05");
        // Both were once answered without a page, because the framework discards what is rendered after the status 404 is set.
        var answer = await visit.GoAsync("/finance/nonsense");
        Assert.That(answer!.Status, Is.EqualTo(404));
        await Assertions.Expect(visit.Page.GetByText("There is no such report.")).ToBeVisibleAsync();
        answer = await visit.GoAsync("/challenges/none/2025-Q1");
        Assert.That(answer!.Status, Is.EqualTo(404));
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("unknown");
    }

    [Test]
    public async Task The_datev_file_is_downloaded_beside_the_journal()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync("/finance/journal?period=2025-03");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Download journal.datev.csv").ClickAsync());
        await using var file = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(file);
        var direct = await Api.GetAsync($"{Program}/reports/journal.datev.csv?period=2025-03");
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(direct.Text));
    }

    [Test]
    public async Task Accounts_with_an_error_are_told_at_their_fields_and_kept_and_then_set()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(422);
        await visit.GoAsync("/finance/accounting");
        var cost = visit.Page.Locator("[id='fund.cost']");
        await cost.FillAsync("4711 a");
        await visit.Page.Locator("[id='points.books']").FillAsync("holding 12");
        await visit.Button("Set the accounts").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[id='fund.cost-error']")).ToContainTextAsync("malformed_account");
        await Assertions.Expect(visit.Page.Locator("[id='points.books-error']")).ToContainTextAsync("unknown_book");
        await Assertions.Expect(cost).ToHaveValueAsync("4711 a");
        Assert.That(await visit.AxeAsync(), Is.Empty, "also with errors");
        await cost.FillAsync("4711");
        await visit.Page.Locator("[id='points.books']").FillAsync("");
        await visit.Button("Set the accounts").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("set");
        await Assertions.Expect(cost).ToHaveValueAsync("4711");
        var set = (await Api.GetAsync($"{Program}/accounting")).Json["document"]!;
        Assert.That(set["units"]!.ToJsonString(), Is.EqualTo("""[{"cost":"4711","unit":"fund"}]"""));
        Assert.That((string?)set["books"]!["issuance:bank"], Is.EqualTo("1410"), "what was there stays");
    }

    [Test]
    public async Task A_month_is_previewed_asked_for_refused_to_the_same_person_and_approved_by_another()
    {
        await using var ann = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        ann.Expected.UnionWith([403, 422]);
        await ann.GoAsync("/finance/periods");
        await Assertions.Expect(ann.Page.Locator("#next")).ToContainTextAsync("2025-08");
        // A month that is not over cannot be closed: the form keeps what was typed and shows the API's code.
        await ann.Page.Locator("#period").FillAsync("2025-12");
        await ann.Button("Close the month").ClickAsync();
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("period_not_ended");
        await Assertions.Expect(ann.Page.Locator("#period")).ToHaveValueAsync("2025-12");

        await ann.Page.Locator("#period").FillAsync("2024-11");
        await ann.Button("Preview").ClickAsync();
        await Assertions.Expect(ann.Page.Locator(".preview")).ToContainTextAsync("Everything due by its end is carried out");
        await Assertions.Expect(ann.Page.Locator(".preview")).ToContainTextAsync("The program asks for a second person");
        var rolled = (await Api.GetAsync($"{Program}/reports/roll-forward?period=2024-11&unit=points")).Json;
        var closing = (decimal)rolled["units"]![0]!["books"]!.AsArray().Single(book => (string?)book!["book"] == "total")!["closing"]!;
        var total = ann.Page.Locator(".preview tr.total", new PageLocatorOptions { HasText = "points" }).Locator("td").Last;
        await Assertions.Expect(total).ToHaveTextAsync(closing.ToString("N0", System.Globalization.CultureInfo.InvariantCulture));

        await ann.Button("Close the month").DblClickAsync();
        await Assertions.Expect(ann.Page.Locator(".done")).ToContainTextAsync("waits for the approval");
        await ann.Button("Approve the close of 2024-11").ClickAsync();
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("same_principal");

        var reader = await ConsoleUnderTest.KeyAsync("reader", null, "finance:read");
        await using (var looking = await Visit.BeginAsync(reader))
        {
            await looking.GoAsync("/finance/periods");
            await Assertions.Expect(looking.Page.GetByText("lacks the scope finance:close")).ToBeVisibleAsync();
            await Assertions.Expect(looking.Page.Locator("main button")).ToHaveCountAsync(0);
        }

        await using var ben = await Visit.BeginAsync(ConsoleUnderTest.Ben);
        await ben.GoAsync("/finance/periods");
        await Assertions.Expect(ben.Page.GetByText("ann asked for it")).ToBeVisibleAsync();
        await ben.Button("Approve the close of 2024-11").ClickAsync();
        await Assertions.Expect(ben.Page.Locator(".done")).ToContainTextAsync("closed");
        var closed = (await Api.GetAsync($"{Program}/periods")).Json["periods"]!.AsArray().Single()!;
        await Assertions.Expect(ben.Page.Locator("section[aria-labelledby=closed] tbody")).ToContainTextAsync((string)closed["digest"]!);
        Assert.That(((string?)closed["requestedBy"], (string?)closed["closedBy"]), Is.EqualTo(("ann", "ben")));
        Assert.That(await ben.AxeAsync(), Is.Empty);
        await ben.GoAsync("/finance/roll-forward?period=2024-11");
        await Assertions.Expect(ben.Page.GetByText("its numbers never change any more")).ToBeVisibleAsync();
        await ben.GoAsync("/finance/roll-forward?period=2024-10");
        await Assertions.Expect(ben.Page.GetByText("was closed with the first month")).ToBeVisibleAsync();
    }
}
