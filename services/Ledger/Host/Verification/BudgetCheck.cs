using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Budgets;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>
/// Compares ledger_budgets with the cost of the entries of programs with a budget (mechanics.md §11). A program's events are folded in the
/// order of the log, because the cost of an entry depends on the versions that were published by then.
/// </summary>
/// <param name="published">The programs, as <see cref="PublishedPrograms"/> reads them.</param>
internal sealed class BudgetCheck(NpgsqlConnection session, IReadOnlyDictionary<string, ProgramState> published, StateFindings findings)
{
    private const string Code = "state_budget_differs";

    private const string SelectRows = "select program, version, state::text from ledger_budgets";

    private const string SelectEvents = """
        select tenant_id, seq_id, type, data from mt_events
         where type = any ($1) and tenant_id = any ($2)
         order by tenant_id collate "C", seq_id
        """;

    private static readonly string[] Types =
    [
        .. EventNames.All.Where(pair => typeof(Movement).IsAssignableFrom(pair.Value)
            || pair.Value == typeof(BudgetReached) || pair.Value == typeof(ProgramPublished) || pair.Value == typeof(ProgramRetired))
                .Select(pair => pair.Key),
    ];

    public async Task RunAsync(CancellationToken ct)
    {
        var rows = await RowsAsync(ct);
        await using var command = new NpgsqlCommand(SelectEvents, session) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Types });
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. published.Where(program => program.Value.Catalog.HasBudget).Select(program => program.Key)],
        });
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            Rebuilt? rebuilt = null;
            while (await reader.ReadAsync(ct))
            {
                var program = reader.GetString(0);
                if (rebuilt is not null && rebuilt.Program != program) Compare(rebuilt, rows);
                if (rebuilt?.Program != program) rebuilt = new Rebuilt(program);
                rebuilt.Apply(reader.GetInt64(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), findings);
            }

            if (rebuilt is not null) Compare(rebuilt, rows);
        }

        foreach (var program in rows.Keys.Order(StringComparer.Ordinal))
        {
            findings.Add(0, Code, $"The row of program {program} in ledger_budgets has no events.");
        }
    }

    private void Compare(Rebuilt rebuilt, Dictionary<string, (long Version, string State)> rows)
    {
        if (!rows.Remove(rebuilt.Program, out var row))
        {
            if (!rebuilt.IsBroken && rebuilt.Consumption.Periods.Count > 0) Differs("is missing");
            return;
        }

        if (rebuilt.IsBroken) return;
        var differences = new List<string>();
        if (row.Version < 1) differences.Add("version");
        try
        {
            var stored = BudgetTable.Read(row.State);
            foreach (var period in stored.Keys.Union(rebuilt.Consumption.Periods.Keys).Order(StringComparer.Ordinal))
            {
                var (has, should) = (stored.GetValueOrDefault(period), rebuilt.Consumption.Periods.GetValueOrDefault(period));
                if (has.Used != should.Used) differences.Add($"{period} used");
                if (has.StreamVersion != should.StreamVersion) differences.Add($"{period} streamVersion");
            }
        }
        catch (Exception wrong) when (
            wrong is JsonException or FormatException or OverflowException or ArgumentException or NullReferenceException)
        {
            differences.Add($"state cannot be read ({wrong.Message})");
        }

        if (differences.Count > 0) Differs($"is not what its events give ({string.Join(", ", differences)})");

        void Differs(string what) =>
            findings.Add(rebuilt.LastPosition, Code, $"The row of program {rebuilt.Program} in ledger_budgets {what}.");
    }

    private async Task<Dictionary<string, (long Version, string State)>> RowsAsync(CancellationToken ct)
    {
        var rows = new Dictionary<string, (long Version, string State)>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(SelectRows, session);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows[reader.GetString(0)] = (reader.GetInt64(1), reader.GetString(2));
        findings.Rows += rows.Count;
        return rows;
    }

    /// <summary>A program's budget, rebuilt from its events.</summary>
    private sealed class Rebuilt(string program)
    {
        private ProgramState state = ProgramState.Empty(program);

        public string Program => program;

        public BudgetConsumption Consumption { get; private set; } = new(program);

        /// <summary>Position of the last event that changed it.</summary>
        public long LastPosition { get; private set; }

        /// <summary>Set when an event could not be applied; then nothing can be compared.</summary>
        public bool IsBroken { get; private set; }

        public void Apply(long position, string type, byte[] data, StateFindings findings)
        {
            if (IsBroken) return;
            try
            {
                var happened = StoredEvents.Read(type, data);
                if (happened is ProgramPublished or ProgramRetired) state = state.After(happened);
                else if (state.Catalog.HasBudget) Take(Evolve.Budget(Consumption, state.Catalog, happened), position);
            }
            catch (Exception senseless) when (senseless is not OutOfMemoryException)
            {
                IsBroken = true;
                findings.AddSenseless(position, $"the budget of program {program}", senseless.Message);
            }
        }

        private void Take(BudgetConsumption after, long position)
        {
            if (after == Consumption) return;
            (Consumption, LastPosition) = (after, position);
        }
    }
}
