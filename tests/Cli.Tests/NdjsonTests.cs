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
        var facts = new NdjsonFacts(CommandRun.FileOf("facts.ndjson", "\uFEFF" + First + lineBreak + """{"orderId":"2", "source":"erp","accountId":"b"}"""));

        Assert.That(facts.Count, Is.EqualTo(2));
        Assert.That(Texts(facts), Is.EqualTo(new[] { First, """{"orderId":"2", "source":"erp","accountId":"b"}""" }));
    }

    [Test]
    public void A_packed_file_is_unpacked()
    {
        var path = CommandRun.FileOf("facts.gz", "");
        using (var packed = new GZipStream(File.OpenWrite(path), CompressionLevel.Fastest)) packed.Write(Encoding.UTF8.GetBytes(First + "\n"));

        Assert.That(Texts(new NdjsonFacts(path)), Is.EqualTo(new[] { First }));
    }

    [Test]
    public void Long_lines_are_read_whole()
    {
        var line = $$"""{"orderId":"1","note":"{{new string('x', 300_000)}}"}""";

        Assert.That(Texts(new NdjsonFacts(CommandRun.FileOf("facts.ndjson", line + "\n" + First + "\n" + line))), Is.EqualTo(new[] { line, First, line }));
    }

    [Test]
    public void What_is_no_json_is_named_by_its_line_and_not_sent()
    {
        var facts = new NdjsonFacts(CommandRun.FileOf("facts.ndjson", First + "\n{\"orderId\":\n[1]\n" + First + "x\n" + First));

        Assert.That(facts.Unreadable.Select(problem => (problem.Fact, problem.Code)), Is.EqualTo(new[] { (2L, "malformed_json"), (3L, "malformed_json"), (4L, "malformed_json") }));
        Assert.That(Texts(facts), Is.EqualTo(new[] { First, First }));
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

    private static List<string> Texts(NdjsonFacts facts)
    {
        var texts = new List<string>();
        using var feed = facts.Read();
        while (feed.MoveNext()) texts.Add(Encoding.UTF8.GetString(RetailText.Written(feed)));
        return texts;
    }
}
