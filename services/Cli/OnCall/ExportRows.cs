using System.Globalization;
using CsvHelper;
using Ledger.Client;

namespace Ledger.Cli.OnCall;

/// <summary>Reads an export row by row, without storing it.</summary>
internal static class ExportRows
{
    /// <summary>Sums an export; begins again if the connection breaks.</summary>
    /// <param name="program">The client of the program.</param>
    /// <param name="path">The export's path.</param>
    /// <param name="begin">Makes an empty sum.</param>
    /// <param name="add">Adds a row: its values by the names in the header.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<T> SumAsync<T>(
        this LedgerProgram program, string path, Func<T> begin, Action<T, CsvReader> add, CancellationToken cancellation)
    {
        var sum = begin();
        await program.StreamAsync(
            path,
            async (body, ct) =>
            {
                sum = begin();
                await using var csv = CsvReader.Create(body, new CsvReaderOptions { FormatProvider = CultureInfo.InvariantCulture });
                while (await csv.ReadAsync(ct)) add(sum, csv);
            },
            cancellation);
        return sum;
    }
}
