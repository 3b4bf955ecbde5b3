using System.Globalization;
using System.IO.Compression;
using System.Text;
using Ledger.Cli.Import;
using Ledger.Cli.Import.Ndjson;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Files of one fact per line.</summary>
internal sealed class NdjsonTests
{
    private const string First = """{"type":"OrderPlaced","source":"erp","orderId":"1","accountId":"a","lines":[{"lineId":"accountId"}]}""";

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\n\n  \n")]
    public void Lines_are_passed_on_as_they_stand(string lineBreak)
    {
        var facts = new NdjsonFacts(
            CommandRun.FileOf("facts.ndjson", "\uFEFF" + First + lineBreak + """{"orderId":"2", "source":"erp","accountId":"b"}"""));

        Assert.That(facts.Count, Is.EqualTo(2));
        Assert.That(Texts(facts), Is.EqualTo(new[] { First, """{"orderId":"2", "source":"erp","accountId":"b"}""" }));
    }

    [Test]
    public void A_packed_file_is_unpacked()
    {
        var path = CommandRun.FileOf("facts.gz", "");
        using (var packed = new GZipStream(File.OpenWrite(path), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes(First + "\n"));
        }

        Assert.That(Texts(new NdjsonFacts(path)), Is.EqualTo(new[] { First }));
    }

    [Test]
    public void Long_lines_are_read_whole()
    {
        var line = $$"""{"orderId":"1","note":"{{new string('x', 300_000)}}"}""";

        Assert.That(
            Texts(new NdjsonFacts(CommandRun.FileOf("facts.ndjson", line + "\n" + First + "\n" + line))),
            Is.EqualTo(new[] { line, First, line }));
    }

    [Test]
    public void What_is_no_json_is_named_by_its_line_and_not_sent()
    {
        var facts = new NdjsonFacts(CommandRun.FileOf("facts.ndjson", First + "\n{\"orderId\":\n[1]\n" + First + "x\n" + First));

        Assert.That(
            facts.Unreadable.Select(problem => (problem.Fact, problem.Code)),
            Is.EqualTo(new[] { (2L, "malformed_json"), (3L, "malformed_json"), (4L, "malformed_json") }));
        Assert.That(Texts(facts), Is.EqualTo(new[] { First, First }));
    }

    [TestCase("{\"orderId\":1,}", "malformed_json", "The line is not JSON at byte 14.")]
    [TestCase("[]", "malformed_json", "The line is not one JSON object.")]
    [TestCase(
        "{\"orderId\":\"\\ud800\"}", "malformed_text",
        "An id, a type or a time is not Unicode: bytes that are not UTF-8, or half of a surrogate pair.")]
    public void What_cannot_be_read_is_told_in_words_of_this_tool(string line, string code, string sentence)
    {
        var problem = new NdjsonFacts(CommandRun.FileOf("facts.ndjson", line)).Unreadable.Single();

        Assert.That((problem.Code, problem.Message), Is.EqualTo((code, sentence)));
    }

    [Test]
    public void A_fact_belongs_to_the_account_of_its_order()
    {
        var facts = new NdjsonFacts(CommandRun.FileOf(
            "facts.ndjson",
            """
            {"type":"OrderPlaced","source":"erp","orderId":"1","accountId":"a"}
            {"type":"OrderPlaced","source":"erp","orderId":"2","accountId":"b"}
            {"type":"OrderPaid","source":"erp","orderId":"1"}
            {"type":"OrderPaid","source":"shop","orderId":"1"}
            {"type":"OrderReturned","source":"erp","orderId":"2"}
            """));

        var accounts = new List<int>();
        using var feed = facts.Read();
        while (feed.MoveNext()) accounts.Add(feed.Account);
        Assert.That(accounts, Is.EqualTo(new[] { 0, 1, 0, IFactFeed.UnknownAccount, 1 }));
    }

    [Test]
    public void A_revocation_belongs_to_the_account_of_its_activity_and_a_refund_to_that_of_its_purchase()
    {
        var accounts = new List<int>();
        using var feed = new NdjsonFacts(CommandRun.FileOf(
            "facts.ndjson",
            """
            {"type":"OrderPlaced","source":"erp","orderId":"1","accountId":"a","currency":"EUR"}
            {"type":"ActivityCompleted","activityId":"1","accountId":"b","activity":"nps"}
            {"type":"MembershipPurchased","purchaseId":"1","accountId":"c","membership":"pro"}
            {"type":"ActivityRevoked","activityId":"1"}
            {"type":"MembershipRefunded","purchaseId":"1"}
            {"type":"ActivityRevoked","activityId":"2"}
            {"type":"MembershipRefunded","purchaseId":"2"}
            {"type":"RateSet","currency":"EUR","from":"2010-01-01T00:00:00Z","rate":1.1}
            {"type":"ActivityCompleted","activityId":"3","accountId":"a"}
            {"type":"ActivityCompleted","accountId":"a"}
            """)).Read();
        while (feed.MoveNext()) accounts.Add(feed.Account);

        Assert.That(accounts, Is.EqualTo(new[] { 0, 1, 2, 1, 2, -1, -1, IFactFeed.EveryAccount, 0, 0 }));
    }

    [TestCase("""{"type":"OrderPlaced","orderId":"1","placedAt":"2010-01-02T03:04:05+01:00"}""", "2010-01-02T02:04:05Z")]
    [TestCase("""{"placedAt":"2010-01-02T03:04:05Z","amendedAt":"2011-01-02T03:04:05Z"}""", "2011-01-02T03:04:05Z")]
    [TestCase("""{"amendedAt":"2011-01-02T03:04:05Z","type":"OrderAmended","placedAt":"2010-01-02T03:04:05Z"}""", "2011-01-02T03:04:05Z")]
    [TestCase("""{"type":"OrderAmended","placedAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"OrderPaid","paidAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"OrderShipped","shippedAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"OrderDelivered","deliveredAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"OrderReturned","returnedAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"OrderCancelled","cancelledAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"ActivityCompleted","completedAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"ActivityRevoked","revokedAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"MembershipPurchased","purchasedAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"MembershipRefunded","refundedAt":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"RateSet","from":"2010-01-02T03:04:05Z"}""", "2010-01-02T03:04:05Z")]
    [TestCase("""{"type":"OrderPaid","paidAt":"2010-01-02"}""", null)]
    [TestCase("""{"type":"OrderPaid","paidAt":20100102}""", null)]
    public void A_fact_has_the_date_on_which_it_happened(string line, string? date)
    {
        var expected = date is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(date, CultureInfo.InvariantCulture);

        Assert.That(LineHead.Of(Encoding.UTF8.GetBytes(line)).Date, Is.EqualTo(expected));
    }

    private static List<string> Texts(NdjsonFacts facts)
    {
        var texts = new List<string>();
        using var feed = facts.Read();
        while (feed.MoveNext()) texts.Add(Encoding.UTF8.GetString(RetailText.Written(feed)));
        return texts;
    }
}
