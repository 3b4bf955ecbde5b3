using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Reading the invoice file: RFC 4180, and fields are not altered.</summary>
internal sealed class RetailFileTests
{
    [Test]
    public void Quoted_fields_hold_separators_quotes_and_line_breaks()
    {
        var facts = RetailText.Facts(
            "1,A1,\"RECORD FRAME 7\"\" SINGLE, \"\"RED\"\" \",48,2009-12-01T07:45:00,2.10,13085,\"United\nKingdom\"",
            "1,\"B,\"\"2\"\"\",\"two\r\nlines\",2,2009-12-01T07:45:00,1.00,13085,UK");

        var lines = RetailText.Sent(facts)[0].GetProperty("lines");
        Assert.That(lines.GetArrayLength(), Is.EqualTo(2));
        Assert.That(lines[0].GetProperty("sku").GetString(), Is.EqualTo("A1"));
        Assert.That(lines[1].GetProperty("sku").GetString(), Is.EqualTo("B,\"2\""));
        Assert.That(lines[1].GetProperty("lineId").GetString(), Is.EqualTo("L2"));
    }

    [Test]
    public void Lines_may_end_with_carriage_return_and_the_last_one_with_nothing()
    {
        var facts = RetailText.FactsOf(
            "\uFEFF" + RetailText.Header + "\r\n1,A,x,1,2009-12-01T07:45:00,2.10,7,UK\r\n1,B,x,1,2009-12-01T07:45:00,2.10,7,UK");

        Assert.That(RetailText.Sent(facts).Select(RetailText.Brief), Is.EqualTo(new[] { "1 L1=1 L2=1" }));
    }

    [Test]
    public void Stock_codes_keep_their_blanks_and_their_case()
    {
        var facts = RetailText.Facts(
            "1,47503J ,x,1,2009-12-01T07:45:00,1.00,7,UK",
            "1,47503j,x,1,2009-12-01T07:45:00,1.00,7,UK",
            "1,BANK CHARGES,x,1,2009-12-01T07:45:00,1.00,7,UK");

        var skus = RetailText.Sent(facts)[0].GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("sku").GetString());
        Assert.That(skus, Is.EqualTo(new[] { "47503J ", "47503j", "BANK CHARGES" }));
    }

    [Test]
    public void Columns_are_found_by_their_names()
    {
        var facts = RetailText.FactsOf(
            "customer_id,unit_price,invoice_date,quantity,stock_code,invoice\n7,0.001,2009-12-01T07:45:00,3,A,1\n");

        var line = RetailText.Sent(facts)[0].GetProperty("lines")[0];
        Assert.That(line.GetProperty("unitPrice").GetRawText(), Is.EqualTo("0.001"));
    }

    [TestCase("1,A,x,one,2009-12-01T07:45:00,1.00,7,UK", "Line 3 of the file has 'one' as quantity.")]
    [TestCase("1,A,x,1.5,2009-12-01T07:45:00,1.00,7,UK", "Line 3 of the file has '1.5' as quantity.")]
    [TestCase("1,A,x,1,2009-12-01T07:45:00,free,7,UK", "Line 3 of the file has 'free' as unit price.")]
    [TestCase(
        "1,A,x,1,yesterday,1.00,7,UK", "Line 3 of the file has 'yesterday' as invoice date; expected is a date like 2011-03-08T09:30:00.")]
    [TestCase(",A,x,1,2009-12-01T07:45:00,1.00,7,UK", "Line 3 of the file has no invoice number.")]
    [TestCase("0,A,x,1,2009-12-01T07:45:00,1.00,8,UK", "Line 3 of the file names another customer than the lines before it of invoice 0.")]
    [TestCase("1,A,x,9999999999999999,2009-12-01T07:45:00,1.00,7,UK", "Line 3 of the file has a quantity that no ledger takes.")]
    public void A_line_that_makes_no_sense_is_named(string line, string sentence)
    {
        Assert.That(
            () => RetailText.Facts("0,A,x,1,2009-12-01T07:45:00,1.00,7,UK", line),
            Throws.TypeOf<CliFailure>().With.Message.EqualTo(sentence));
    }

    [TestCase("1,A,x,1,2009-12-01T07:45:00,1.00,7")]
    [TestCase("1,\"A\"x,x,1,2009-12-01T07:45:00,1.00,7,UK")]
    [TestCase("1,A,\"never closed,1,2009-12-01T07:45:00,1.00,7,UK")]
    public void What_is_no_csv_is_refused(string line)
    {
        Assert.That(() => RetailText.Facts(line), Throws.TypeOf<CliFailure>().With.Message.StartsWith("The file is not well-formed CSV"));
    }

    [Test]
    public void A_missing_column_is_named()
    {
        Assert.That(
            () => RetailText.FactsOf("invoice,stock_code,quantity,invoice_date,unit_price\n"),
            Throws.TypeOf<CliFailure>().With.Message.EqualTo("The file has no column 'customer_id': the profile online-retail needs it."));
    }
}
