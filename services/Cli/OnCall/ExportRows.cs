using System.Globalization;
using CsvHelper;
using Ledger.Client;

namespace Ledger.Cli.OnCall;

/// <summary>Goes through an export of the service row by row, without keeping it.</summary>
internal static class ExportRows
{
    /// <summary>Reads an export into a sum that begins anew when the connection breaks.</summary>
    /// <param name="program">Asks the service.</param>
    /// <param name="path">The export's.</param>
    /// <param name="begin">An empty sum.</param>
    /// <param name="add">Takes a row: its values by the names of the first line.</param>
    /// <param name="cancellation">Gives up.</param>
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
