using System.Globalization;

namespace Ledger.Bench.Measuring;

/// <summary>The table, in the form that the README has it.</summary>
internal static class Report
{
    public static void Write(TextWriter output, IReadOnlyList<Row> rows)
    {
        output.WriteLine();
        output.WriteLine(
            "| | facts/s | p50 ms | p99 ms | CPU s per 1,000 facts: service | PostgreSQL | RabbitMQ | sender | everything | |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var row in rows)
        {
            var per = 1_000.0 / row.Facts;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.FactsPerSecond:N0} | {Number(row.P50Ms)} | {Number(row.P99Ms)} | {row.Cpu.Service * per:0.00} | "
                + $"{Number(row.Cpu.Postgres * per)} | {Number(row.Cpu.Rabbit * per)} | {row.Cpu.Sender * per:0.00} | "
                + $"{Number(row.Cpu.All * per)} | {row.Note} |"));
        }

        output.WriteLine();
        Ratio(output, rows, "d", "b");
        Ratio(output, rows, "e1", "a1");
        Ratio(output, rows, "e2", "a2");
        Ratio(output, rows, "d", "c1");
        Ratio(output, rows, "d", "c2");
        Ratio(output, rows, "i1", "j1");
        Ratio(output, rows, "i2", "j2");
        Ratio(output, rows, "i2", "i1");
        Ratio(output, rows, "r1", "r3");
        Ratio(output, rows, "r2", "r3");
        Ratio(output, rows, "t2", "t1");
        Ratio(output, rows, "t3", "t1");
        output.WriteLine("service: the process that does the work (in a, b, c and j the benchmark itself). everything: with "
            + "PostgreSQL, RabbitMQ and the sender, children included.");
        output.WriteLine("p50 and p99: of a request or message under full load, with as many on the way as the run allows; facts sent "
            + "singly over the bus are 500 on the way, batches 16. In i and j a fact is a redemption, in r a question.");
    }

    private static void Ratio(TextWriter output, IReadOnlyList<Row> rows, string above, string below)
    {
        if (Find(above) is not { } one || Find(below) is not { } other) return;
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{above} / {below} = {one.FactsPerSecond / other.FactsPerSecond:0.00}"));

        Row? Find(string letter) => rows.FirstOrDefault(row => row.Name.StartsWith(letter + " ", StringComparison.Ordinal));
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "–" : value.ToString(value >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture);
}
