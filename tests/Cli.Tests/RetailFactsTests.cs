using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>How invoices become facts, rule by rule (domain.md §7).</summary>
internal sealed class RetailFactsTests
{
    [Test]
    public void A_plain_invoice_is_an_order()
    {
        var facts = RetailText.Facts(
            "489434,85048,GLASS BALL,12,2009-12-01T07:45:00,6.95,13085,United Kingdom",
            "489434,22041,FRAME,48,2009-12-01T07:45:00,2.10,13085,United Kingdom");

        Assert.That(RetailText.Sent(facts).Single().GetRawText(), Is.EqualTo(
            """{"type":"OrderPlaced","program":"wholesale","source":"online-retail","orderId":"489434","accountId":"13085","placedAt":"""
                + "\"2009-12-01T07:45:00Z\",\"currency\":\"GBP\",\"lines\":["
                + """{"lineId":"L1","sku":"85048","quantity":12,"unitPrice":6.95},"""
                + """{"lineId":"L2","sku":"22041","quantity":48,"unitPrice":2.10}]}"""));
    }

    [Test]
    public void A_cancellation_is_a_return()
    {
        var facts = RetailText.Facts(
            "1,A,x,12,2009-12-01T07:45:00,6.95,7,UK",
            "C2,A,x,-5,2009-12-03T10:00:00,6.95,7,UK");

        Assert.That(RetailText.Sent(facts)[1].GetRawText(), Is.EqualTo(
            """{"type":"OrderReturned","program":"wholesale","source":"online-retail","orderId":"1","returnId":"C2","returnedAt":"""
                + "\"2009-12-03T10:00:00Z\",\"lines\":["
                + """{"lineId":"L1","quantity":5}]}"""));
    }

    [Test]
    public void Line_ids_count_all_lines_of_the_invoice_and_skipped_lines_are_counted()
    {
        var facts = RetailText.Facts(
            "1,A,x,1,2009-12-01T07:45:00,1.00,,UK",
            "1,A,x,0,2009-12-01T07:46:00,1.00,7,UK",
            "1,A,x,1,2009-12-01T07:47:00,0.00,7,UK",
            "1,A,x,1,2009-12-01T07:48:00,1.00,7,UK",
            "1,A,x,-1,2009-12-01T07:49:00,1.00,7,UK",
            "1,B,x,1,2009-12-01T07:50:00,1.00,7,UK");

        var order = RetailText.Sent(facts).Single();
        Assert.That(RetailText.Brief(order), Is.EqualTo("1 L4=1 L6=1"));
        Assert.That(order.GetProperty("placedAt").GetString(), Is.EqualTo("2009-12-01T07:48:00Z"), "the first kept line's date");
        Assert.That((facts.Counts.LinesWithoutCustomer, facts.Counts.LinesSkipped, facts.Counts.Lines), Is.EqualTo((1, 3, 6)));
    }

    [Test]
    public void Adjustments_of_bad_debt_are_counted_apart()
    {
        var facts = RetailText.Facts(
            "A1,B,Adjust bad debt,1,2009-12-01T07:45:00,-11062.06,,UK",
            "A2,B,Adjust bad debt,1,2009-12-01T07:45:00,11062.06,7,UK");

        Assert.That(facts.Count, Is.Zero);
        Assert.That((facts.Counts.ALines, facts.Counts.LinesWithoutCustomer, facts.Counts.LinesSkipped), Is.EqualTo((2, 0, 0)));
    }

    [Test]
    public void Of_a_cancellation_only_negative_lines_with_a_price_are_kept()
    {
        var facts = RetailText.Facts(
            "1,A,x,10,2009-12-01T07:45:00,1.00,7,UK",
            "C2,A,x,3,2009-12-02T07:45:00,1.00,7,UK",
            "C2,A,x,-3,2009-12-02T07:45:00,0.00,7,UK",
            "C2,A,x,-2,2009-12-02T07:46:00,1.00,7,UK");

        Assert.That(RetailText.Sent(facts).Select(RetailText.Brief), Is.EqualTo(new[] { "1 L1=10", "C2 of 1: L1=2" }));
        Assert.That(RetailText.Sent(facts)[1].GetProperty("returnedAt").GetString(), Is.EqualTo("2009-12-02T07:46:00Z"));
        Assert.That(facts.Counts.LinesSkipped, Is.EqualTo(2));
    }

    [Test]
    public void An_invoice_with_two_times_and_lines_apart_is_one_order()
    {
        var facts = RetailText.Facts(
            "1,A,x,1,2009-12-01T07:45:00,1.00,7,UK",
            "2,A,x,1,2009-12-01T07:45:00,1.00,8,UK",
            "1,B,x,2,2009-12-01T07:46:00,1.00,7,UK");

        var sent = RetailText.Sent(facts);
        Assert.That(sent.Select(RetailText.Brief), Is.EqualTo(new[] { "1 L1=1 L2=2", "2 L1=1" }));
        Assert.That(sent[0].GetProperty("placedAt").GetString(), Is.EqualTo("2009-12-01T07:45:00Z"));
    }

    [Test]
    public void Facts_go_by_date_and_then_by_first_appearance()
    {
        var facts = RetailText.Facts(
            "3,A,x,1,2009-12-02T07:45:00,1.00,7,UK",
            "1,A,x,1,2009-12-01T07:45:00,1.00,7,UK",
            "C9,A,x,-1,2009-12-02T07:45:00,1.00,7,UK",
            "2,A,x,1,2009-12-02T07:45:00,1.00,7,UK");

        Assert.That(RetailText.Sent(facts).Select(RetailText.Brief), Is.EqualTo(new[] { "1 L1=1", "3 L1=1", "C9 of 3: L1=1", "2 L1=1" }));
    }

    [Test]
    public void A_return_takes_the_latest_order_first_and_its_latest_line_first()
    {
        var facts = RetailText.Facts(
            "1,A,x,10,2009-12-01T07:45:00,1.00,7,UK",
            "2,A,x,3,2009-12-02T07:45:00,1.00,7,UK",
            "2,B,x,9,2009-12-02T07:45:00,1.00,7,UK",
            "2,A,x,4,2009-12-02T07:45:00,1.00,7,UK",
            "C3,A,x,-8,2009-12-03T07:45:00,1.00,7,UK",
            "C4,A,x,-9,2009-12-04T07:45:00,1.00,7,UK");

        Assert.That(
            RetailText.Sent(facts).Skip(2).Select(RetailText.Brief),
            Is.EqualTo(new[] { "C3 of 2: L3=4 L1=3", "C3 of 1: L1=1", "C4 of 1: L1=9" }));
        Assert.That(facts.Counts.UnmatchedLines, Is.Zero);
    }

    [Test]
    public void A_cancellation_of_several_orders_becomes_one_return_each_in_order_of_first_touch()
    {
        var facts = RetailText.Facts(
            "1,A,x,1,2009-12-01T07:45:00,1.00,7,UK",
            "2,B,x,2,2009-12-02T07:45:00,1.00,7,UK",
            "3,C,x,3,2009-12-03T07:45:00,1.00,7,UK",
            "C4,B,x,-1,2009-12-04T07:45:00,1.00,7,UK",
            "C4,A,x,-1,2009-12-04T07:45:00,1.00,7,UK",
            "C4,B,x,-1,2009-12-04T07:45:00,1.00,7,UK");

        Assert.That(RetailText.Sent(facts).Skip(3).Select(RetailText.Brief), Is.EqualTo(new[] { "C4 of 2: L1=2", "C4 of 1: L1=1" }));
        Assert.That((facts.Counts.Orders, facts.Counts.Returns), Is.EqualTo((3, 2)));
    }

    [Test]
    public void Duplicate_lines_are_lines_of_their_own()
    {
        var facts = RetailText.Facts(
            "1,A,x,1,2009-12-01T07:45:00,1.00,7,UK",
            "1,A,x,1,2009-12-01T07:45:00,1.00,7,UK",
            "C2,A,x,-2,2009-12-02T07:45:00,1.00,7,UK");

        Assert.That(RetailText.Sent(facts).Select(RetailText.Brief), Is.EqualTo(new[] { "1 L1=1 L2=1", "C2 of 1: L2=1 L1=1" }));
    }

    [Test]
    public void What_finds_no_line_is_counted()
    {
        var facts = RetailText.Facts(
            "C0,A,x,-2,2009-11-30T07:45:00,1.50,7,UK", // before the order
            "1,A,x,3,2009-12-01T07:45:00,2.00,7,UK",
            "C2,A,x,-4,2009-12-02T07:45:00,2.00,7,UK", // one too many
            "C3,A,x,-1,2009-12-03T07:45:00,2.00,8,UK", // another account
            "C4,a,x,-1,2009-12-03T07:45:00,2.25,7,UK"); // another stock code

        Assert.That(RetailText.Sent(facts).Select(RetailText.Brief), Is.EqualTo(new[] { "1 L1=3", "C2 of 1: L1=3" }));
        Assert.That(
            (facts.Counts.UnmatchedLines, facts.Counts.UnmatchedPieces, facts.Counts.UnmatchedAmount, facts.Counts.Accounts),
            Is.EqualTo((4, 5, 9.25m, 1)));
    }

    [Test]
    public void Reading_again_gives_the_same_facts()
    {
        var facts = RetailText.Facts("1,A,x,3,2009-12-01T07:45:00,2.00,7,UK", "C2,A,x,-1,2009-12-02T07:45:00,2.00,7,UK");

        var first = RetailText.Sent(facts).Select(fact => fact.GetRawText());
        Assert.That(RetailText.Sent(facts).Select(fact => fact.GetRawText()), Is.EqualTo(first));
    }
}
