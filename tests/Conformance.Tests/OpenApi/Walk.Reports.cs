using Ledger.TestSupport;

namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>The part of the walk that closes a period, reads reports and exports, and verifies and rebuilds.</summary>
internal sealed partial class Walk
{
    private async Task PeriodsAsync()
    {
        await calls.ExpectAsync(404, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve", Client = second });
        await calls.ExpectAsync(409, Of("closePeriod", ("period", "2011-06")) with { Key = "early" });
        await calls.ExpectAsync(200, Of("getPeriod", ("period", "2011-03")));
        await calls.ExpectAsync(202, Of("closePeriod", ("period", "2011-03")) with { Key = "close" });
        await calls.ExpectAsync(200, Of("closePeriod", ("period", "2011-03")) with { Key = "close" });
        await calls.ExpectAsync(403, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve" });
        await calls.ExpectAsync(201, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve", Client = second });
        await calls.ExpectAsync(200, Of("approvePeriodClose", ("period", "2011-03")) with { Key = "approve", Client = second });
        await calls.ExpectAsync(200, Of("listPeriods"));
    }

    private async Task ReportsAsync()
    {
        await ReportAsync("getTrialBalance");
        await ReportAsync("reportRollForward", "period=2011-03&unit=points");
        await ReportAsync("reportRollForwardMonths", "fromMonth=2011-01&unit=points");
        await ReportAsync("reportLiability");
        await ReportAsync("reportExpiring");
        await JournalAsync();
        await calls.ExpectAsync(200, Of("getBudget"));
        await ReportAsync("reportPartners", "month=2011-03");
        await ReportAsync("getPartnerStatement", "month=2011-03", ("partner", "bank"));
        await calls.ExpectAsync(404, Of("getPartnerStatement", ("partner", "nobody")) with { Query = "month=2011-03" });
        await ReportAsync("reportWindDown");
        await ReportAsync("reportBreakage");
        await ReportAsync("reportTierMovements", "month=2011-03");
        await ReportAsync("reportVariance", "fromMonth=2011-01&limit=1");
        await ReportAsync("reportVarianceMonths");
        await ReportAsync("reportAdjustments", "limit=1");
        await ReportAsync("reportRebatesAccrued", "limit=1");
        await ReportAsync("reportRebatesAccruedPeriods");
        await ReportAsync("reportReturn", "fromMonth=2011-01");
        string[] exports = ["Balances", "Standings", "Rebates", "Entitlements", "Members", "Grants", "Challenges", "Partners"];
        foreach (var export in exports) await calls.ExpectAsync(200, Of($"export{export}"));
        var integrity = await calls.ExpectAsync(200, new Call("getIntegrity"));
        var head = $$"""{"position":{{integrity!["head"]}},"chain":"{{integrity["chain"]}}"}""";
        await calls.ExpectAsync(202, new Call("startVerification") with { Body = $$"""{"published":[{{head}}]}""" });
        await Eventually.TrueAsync(
            async () => (string?)(await calls.ExpectAsync(200, new Call("getVerification")))!["state"] == "done",
            "the verification to end");
        await calls.ExpectAsync(202, new Call("startRebuild"));
        await Eventually.TrueAsync(
            async () => (string?)(await calls.ExpectAsync(200, new Call("getRebuild")))!["state"] == "done", "the rebuild to end");
    }

    // Requests a report in all its formats.
    private async Task ReportAsync(string operation, string query = "", params (string, string)[] path)
    {
        foreach (var form in (string[])["", "Csv", "Xlsx"]) await calls.ExpectAsync(200, Of(operation + form, path) with { Query = query });
        await calls.ExpectAsync(200, Of(operation, path) with { Query = query, Accept = "application/vnd.ledger.table+json" });
    }

    private async Task JournalAsync()
    {
        await calls.ExpectAsync(404, Of("getAccounting"));
        await calls.ExpectAsync(404, Of("reportJournal") with { Query = "period=2011-03" });
        await calls.ExpectAsync(422, Of("setAccounting") with { Body = """{"books":{"holding":"1"}}""" });
        await calls.ExpectAsync(200, Of("setAccounting") with { Body = """{"deferredIncome":"3500"}""" });
        await calls.ExpectAsync(422, Of("reportJournal") with { Query = "period=2011-03" });
        await calls.ExpectAsync(200, Of("setAccounting") with
        {
            Body = """
                {"deferredIncome":"3500","breakageIncome":"8590","cost":"4790","redemption":"8400","books":{"issuance:bank":"1410"},
                 "units":[{"unit":"cashback","deferredIncome":"3510"}],"datevConsultant":1001,"datevClient":1}
                """,
        });
        await calls.ExpectAsync(200, Of("getAccounting"));
        await ReportAsync("reportJournal", "period=2011-03");
        await ReportAsync("reportJournalEntries", "period=2011-03&line=1&limit=1");
        await calls.ExpectAsync(404, Of("reportJournalEntries") with { Query = "period=2011-03&line=99" });
        await calls.ExpectAsync(200, Of("reportJournalDatev") with { Query = "period=2011-03" });
    }
}
