using Ledger.Domain;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>
/// Compares ledger_contest_orders with the recorded orders of programs with challenges (mechanics.md §8). Both are read side by side in key
/// order, so only one order is in memory at a time.
/// </summary>
/// <param name="published">The programs, as <see cref="PublishedPrograms"/> reads them.</param>
internal sealed class ContestCheck(
    NpgsqlConnection events, NpgsqlConnection table, IReadOnlyDictionary<string, ProgramState> published, StateFindings findings)
{
    private const string Code = "state_contest_order_differs";

    private static readonly string SelectRows = $"""
        select {ContestTable.Shape.Columns("o")} from ledger_contest_orders o
         order by program collate "C", order_key collate "C", account_id collate "C"
        """;

    public async Task RunAsync(CancellationToken ct)
    {
        var programs = published.Where(program => program.Value.Catalog.HasChallenges).ToDictionary(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(SelectRows, table) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var row = await NextAsync(reader, ct);
        await foreach (var recorded in RecordedOrders.ReadAsync(events, programs.Keys, ct))
        {
            for (; row is not null && Compare(row, recorded) < 0; row = await NextAsync(reader, ct)) AddUnknown(row, 0);
            var expected = ExpectedOf(recorded, programs);
            var isThere = false;
            for (; row is not null && Compare(row, recorded) == 0; row = await NextAsync(reader, ct))
            {
                if (recorded.Senseless is not null) continue;
                if (row.Account != expected?.Account)
                {
                    AddUnknown(row, recorded.Position);
                    continue;
                }

                isThere = true;
                if (ContestTable.Shape.Differences(row, expected) is { Count: > 0 } differences)
                {
                    Add(expected, $"is not what its events give ({string.Join(", ", differences)})", recorded.Position);
                }
            }

            if (expected is not null && !isThere) Add(expected, "is missing", recorded.Position);
        }

        for (; row is not null; row = await NextAsync(reader, ct)) AddUnknown(row, 0);
    }

    private ContestOrder? ExpectedOf(RecordedOrder recorded, Dictionary<string, ProgramState> programs)
    {
        if (recorded.Senseless is { } why)
        {
            findings.AddSenseless(recorded.Position, $"order {recorded.Key} of program {recorded.Program}", why);
            return null;
        }

        return recorded.Order.Evaluation is null ? null : ContestOrder.Of(programs[recorded.Program].Catalog, recorded.Order);
    }

    private async Task<ContestOrder?> NextAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        if (!await reader.ReadAsync(ct)) return null;
        findings.Rows++;
        return ContestTable.Shape.Read(reader);
    }

    private static int Compare(ContestOrder row, RecordedOrder recorded) =>
        new AccountKey(row.Program, row.Tally.Order).CompareTo(new AccountKey(recorded.Program, recorded.Key));

    private void AddUnknown(ContestOrder row, long position) => Add(row, "has no events", position);

    private void Add(ContestOrder row, string what, long position) => findings.Add(
        position, Code,
            $"The row of order {row.Tally.Order} in ledger_contest_orders {what}: account {row.Account} of program {row.Program}.");
}
