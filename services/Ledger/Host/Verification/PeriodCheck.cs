using Ledger.Contracts.V1;
using Ledger.Domain.Periods;
using Ledger.Host.State;
using Ledger.Hosting.Outgoing;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>
/// Checks closed periods in three steps: the digest against the books in the closing event, these books against all entries of the log,
/// and, in a host with views, against the view that reports are made from.
/// </summary>
/// <param name="views">The view of the books: one, or none in a host without views.</param>
internal sealed class PeriodCheck(NpgsqlConnection session, IEnumerable<IBookMonths> views, StateFindings findings)
{
    private const string DigestDiffers = "period_digest_differs";
    private const string BooksDiffer = "period_books_differ";
    private const string ViewDiffers = "period_view_differs";

    private const string Select =
        "select tenant_id, seq_id, type, data from mt_events where type = 'period_closed' order by tenant_id collate \"C\", seq_id";

    /// <param name="head">The last position of the log that is checked.</param>
    public async Task RunAsync(long head, CancellationToken ct)
    {
        foreach (var program in (await ReadAsync(ct)).GroupBy(closed => closed.Event.Program, StringComparer.Ordinal))
        {
            var periods = program.ToList();
            foreach (var (position, closed) in periods)
            {
                if (PeriodDigest.Of(closed.Program, closed.Period, closed.Flows) != closed.Digest)
                {
                    findings.Add(
                        position, DigestDiffers, $"The digest of {closed.Period} of program {closed.Program} is not that of its books.");
                }
            }

            await CompareWithLogAsync(program.Key, periods, head, ct);
            foreach (var view in views) await CompareWithViewAsync(program.Key, periods, view, ct);
        }
    }

    // Entries are read once for all periods of a program, because closed periods follow each other without gaps.
    private async Task CompareWithLogAsync(
        string program, List<(long Position, PeriodClosed Event)> periods, long head, CancellationToken ct)
    {
        try
        {
            DateTimeOffset[] bounds = [periods[0].Event.Start, .. periods.Select(closed => closed.Event.End)];
            var sums = await BookSums.ReadAsync(session, program, 0, head, bounds, ct);
            for (var i = 0; i < periods.Count; i++)
            {
                Compare(periods[i], BookSum.FlowsOf(sums, i + 1), BooksDiffer, "The entries of the log come to other books");
            }
        }
        catch (PostgresException senseless) when (senseless.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            // Somebody changed an amount or a time in the log into text that is no longer one.
            findings.AddSenseless(periods[^1].Position, $"the closed periods of program {program}", senseless.MessageText);
        }
    }

    private async Task CompareWithViewAsync(
        string program, List<(long Position, PeriodClosed Event)> periods, IBookMonths view, CancellationToken ct)
    {
        // A view that has not reached the position yet is no finding: it only lags.
        if (await view.ReadAsync(program, periods[^1].Position, ct) is not { } months) return;
        foreach (var closed in periods)
        {
            var month = MonthText.Parse(closed.Event.Period);
            var sums = months.Select(one => new BookSum(one.Unit, one.From, one.To, Math.Sign(one.Month - (month ?? 0)) + 1, one.Amount));
            Compare(closed, BookSum.FlowsOf(sums, 1), ViewDiffers, "The view of the books has other ones");
        }
    }

    private void Compare((long Position, PeriodClosed Event) closed, IReadOnlyList<PeriodFlow> should, string code, string what)
    {
        findings.Rows++;
        var (program, period) = (closed.Event.Program, closed.Event.Period);
        if (PeriodDigest.Of(program, period, should) == PeriodDigest.Of(program, period, closed.Event.Flows)) return;
        var difference = Difference(closed.Event.Flows, should);
        findings.Add(closed.Position, code, $"{what} than {period} of program {program} was closed with: {difference}.");
    }

    private static string Difference(IEnumerable<PeriodFlow> closed, IEnumerable<PeriodFlow> should)
    {
        var (before, after) = (ByBooks(closed), ByBooks(should));
        var key = before.Keys.Union(after.Keys).First(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key));
        return $"{key.Unit} from {key.From} to {key.To}, {before.GetValueOrDefault(key)} and {after.GetValueOrDefault(key)}";
    }

    private static Dictionary<(string Unit, string From, string To), (decimal Before, decimal Within)> ByBooks(
        IEnumerable<PeriodFlow> flows) => flows.GroupBy(flow => (flow.Unit, flow.From, flow.To))
            .ToDictionary(flow => flow.Key, flow => (flow.Sum(one => one.Before), flow.Sum(one => one.Within)));

    private async Task<List<(long Position, PeriodClosed Event)>> ReadAsync(CancellationToken ct)
    {
        var all = new List<(long Position, PeriodClosed Event)>();
        await using var command = new NpgsqlCommand(Select, session) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var position = reader.GetInt64(1);
            try
            {
                all.Add((position, (PeriodClosed)StoredEvents.Read(reader.GetString(2), reader.GetFieldValue<byte[]>(3))));
            }
            catch (Exception senseless) when (senseless is not (NpgsqlException or OutOfMemoryException))
            {
                findings.AddSenseless(position, "its program's periods", senseless.Message);
            }
        }

        return all;
    }
}
