using System.Buffers;
using System.Diagnostics;
using Ledger.Cli.Import;
using Ledger.Cli.Import.Retail;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Two years of real invoices, if they are available, compared with counts that others computed.</summary>
internal sealed class RealOrdersTests
{
    [Test]
    public void The_counts_are_those_of_the_independent_implementations()
    {
        using var input = InputFile.Open(RealFile());
        var began = Stopwatch.GetTimestamp();
        var facts = RetailFacts.From(input, new RetailNaming("wholesale", "online-retail", "GBP"));
        var read = Stopwatch.GetElapsedTime(began);

        Assert.That(facts.Counts, Is.EqualTo(new RetailCounts(
            Lines: 1_044_847,
            Orders: 36_969,
            Returns: 8_723,
            LinesWithoutCustomer: 235_281,
            LinesSkipped: 70,
            ALines: 6,
            UnmatchedLines: 2_299,
            UnmatchedPieces: 22_211,
            UnmatchedAmount: 303_090.76m,
            Accounts: 5_878)));

        began = Stopwatch.GetTimestamp();
        long bytes = 0;
        var output = new ArrayBufferWriter<byte>(1 << 20);
        using var feed = facts.Read();
        while (feed.MoveNext())
        {
            output.ResetWrittenCount();
            feed.Write(output);
            bytes += output.WrittenCount;
        }

        TestContext.Out.WriteLine($"read and matched in {read.TotalMilliseconds:0} ms, {bytes:N0} bytes written in "
            + $"{Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
    }

    private static string RealFile()
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "online_retail.csv.gz");
            if (File.Exists(file)) return file;
        }

        Assert.Ignore("SKIPPED: ../shared/data/online_retail.csv.gz is not there; it is not part of the project.");
        return "";
    }
}
