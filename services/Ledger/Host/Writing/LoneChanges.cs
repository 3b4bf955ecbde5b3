using Ledger.Domain.Orders;
using Ledger.EventLog;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>Carries out work that is decided alone, each kind by its own class.</summary>
internal sealed class LoneChanges(
    NpgsqlDataSource dataSource, EventStore store, Programs programs, IEvaluations evaluations, Loader loader, Committer committer,
    StateCache cache, Func<DateTimeOffset> now)
{
    private readonly ProgramChange program = new(dataSource, store, programs, cache, now);
    private readonly ProgramWideChange contests = new(dataSource, store, programs, evaluations, loader, committer, cache, now);
    private readonly PeriodChange periods = new(dataSource, store, programs, committer, now);

    public async Task<Outcome> CarryOutAsync(LoneWork work, CancellationToken ct) => work switch
    {
        ContestWork contest => await contests.CarryOutAsync(contest, ct),
        PeriodWork period => await periods.CarryOutAsync(period, ct),
        _ => await program.CarryOutAsync((ProgramWork)work, position => committer.Head = position, ct),
    };
}
