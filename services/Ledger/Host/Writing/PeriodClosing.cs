using Ledger.Domain.Periods;
using Ledger.EventLog;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Closes periods on request. The long steps run outside the writer: carrying out all that is due by the period's end, and summing the
/// books. Then the writer checks that both are complete and closes the period; if not, the rest is done and it checks again. If this is
/// interrupted, the period stays open, and repeating the command continues.
/// </summary>
public sealed class PeriodClosing(Writer writer, Sweeper sweeper, EventStore store, NpgsqlDataSource dataSource)
{
    /// <summary>Carries out a command to close a period, or to approve the close.</summary>
    /// <returns>What the command comes to, and its outcome: recorded, repeated or refused.</returns>
    internal async Task<(PeriodStep Step, Done Done)> CarryOutAsync(string program, ClosePeriod command, CancellationToken ct)
    {
        for (SummedBooks? summed = null; ;)
        {
            var work = new PeriodWork(program, command, summed);
            var done = await writer.DoAsync(work, ct);
            if (work.Step is not PeriodStep.Closes closes) return (work.Step!, done);
            await sweeper.CarryOutAsync(program, closes.End, ct);
            await using var connection = await dataSource.OpenConnectionAsync(ct);
            summed = await (summed ?? SummedBooks.None(program, closes)).AddAsync(connection, (await store.ReadHeadAsync(ct)).Position, ct);
        }
    }
}
