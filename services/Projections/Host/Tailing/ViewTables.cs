using Ledger.EventLog;
using Ledger.Projections.Host.Schema;
using Ledger.Projections.Host.Tables;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>All tables of one generation, loaded and written together.</summary>
internal sealed class ViewTables
{
    private readonly IRowTable[] all;
    private readonly ISumTable[] sums;
    private readonly List<IRowTable> loading = [];

    public ViewTables(int generation)
    {
        var schema = ProjectionSchema.NameOf(generation);
        Accounts = new AccountTable(schema);
        Wallets = new WalletTable(schema);
        Lots = new LotTable(schema);
        Orders = new OrderTable(schema);
        Measures = new MeasureTable(schema);
        AccountMonths = new AccountMonthsTable(schema);
        Rebates = new RebateTable(schema);
        Books = new BookTable(schema);
        BookMonths = new BookMonthTable(schema);
        Programs = new ProgramTable(schema);
        Versions = new VersionTable(schema);
        Rejections = new RejectionTable(schema);
        Entries = new EntryTable(schema);
        Members = new MemberTable(schema);
        Activities = new ActivityTable(schema);
        Terms = new TermTable(schema);
        Grants = new GrantTable(schema);
        Claims = new ClaimTable(schema);
        Challenges = new ClosedChallengeTable(schema);
        Draws = new DrawTable(schema);
        PartnerMonths = new PartnerMonthTable(schema);
        ActivityPoints = new ActivityPointsTable(schema);
        TierChanges = new TierChangeTable(schema);
        RebatePeriods = new RebatePeriodTable(schema);
        Adjustments = new AdjustmentTable(schema);
        Holds = new HoldTable(schema);
        Vouchers = new VoucherTable(schema);
        LotSums = new LotSums(schema);
        Returns = new ReturnTable(schema);
        Variance = new VarianceTable(schema);
        sums = [LotSums.Months, LotSums.Open, Returns, Variance];
        all =
        [
            Accounts, Wallets, Lots, Orders, Measures, AccountMonths, Rebates, RebatePeriods, Programs, Versions, Rejections, Members,
            Activities, Terms, Grants, Claims, Challenges, Draws, Adjustments, Holds, Vouchers, LotSums.Months, LotSums.Open,
            Returns, Variance,
        ];
    }

    public AccountTable Accounts { get; }

    public WalletTable Wallets { get; }

    public LotTable Lots { get; }

    public OrderTable Orders { get; }

    public MeasureTable Measures { get; }

    public AccountMonthsTable AccountMonths { get; }

    public RebateTable Rebates { get; }

    public BookTable Books { get; }

    public BookMonthTable BookMonths { get; }

    public ProgramTable Programs { get; }

    public VersionTable Versions { get; }

    public RejectionTable Rejections { get; }

    public EntryTable Entries { get; }

    public MemberTable Members { get; }

    public ActivityTable Activities { get; }

    public TermTable Terms { get; }

    public GrantTable Grants { get; }

    public ClaimTable Claims { get; }

    public ClosedChallengeTable Challenges { get; }

    public DrawTable Draws { get; }

    public PartnerMonthTable PartnerMonths { get; }

    public ActivityPointsTable ActivityPoints { get; }

    public TierChangeTable TierChanges { get; }

    public RebatePeriodTable RebatePeriods { get; }

    public AdjustmentTable Adjustments { get; }

    public HoldTable Holds { get; }

    public VoucherTable Vouchers { get; }

    public LotSums LotSums { get; }

    public ReturnTable Returns { get; }

    public VarianceTable Variance { get; }

    /// <summary>The number of rows that the next write has.</summary>
    public int DirtyCount => all.Sum(table => table.DirtyCount) + Entries.DirtyCount;

    /// <summary>Loads all requested rows in one round trip; in none when all are in memory.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        loading.Clear();
        foreach (var table in all)
        {
            if (table.IsWanted) loading.Add(table);
        }

        if (loading.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var table in loading) batch.BatchCommands.Add(table.Load());
        await batch.PrepareAsync(ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        foreach (var table in loading)
        {
            await table.ReadAsync(reader, ct);
            await reader.NextResultAsync(ct);
        }
    }

    /// <summary>Adds the collected changes to the sums.</summary>
    private async Task SumAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        AccountMonths.AddTo(Returns);
        foreach (var table in sums) table.WantGathered();
        await LoadAsync(connection, ct);
        foreach (var table in sums) table.PutGathered();
    }

    // Moves the sums of accounts with a new tier, by the lots as stored: so the same batch first writes the lots that have changed.
    private async Task MoveLotsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        Lots.Write(batch);
        batch.BatchCommands.Add(LotSums.Select());
        await batch.PrepareAsync(ct);
        await using (var reader = await batch.ExecuteReaderAsync(ct)) await LotSums.MoveAsync(reader, ct);
        Lots.Check();
        Lots.Written();
    }

    /// <summary>Writes all changed rows and moves the checkpoint, in one transaction.</summary>
    /// <exception cref="LeaseLostException">Another tailer moved the checkpoint.</exception>
    public async Task WriteAsync(NpgsqlConnection connection, string checkpoint, long from, long to, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (LotSums.HasMoved) await MoveLotsAsync(connection, ct);
        await SumAsync(connection, ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var table in all) table.Write(batch);
        if (Books.Write() is { } books) batch.BatchCommands.Add(books);
        if (BookMonths.Write() is { } bookMonths) batch.BatchCommands.Add(bookMonths);
        if (PartnerMonths.Write() is { } partners) batch.BatchCommands.Add(partners);
        if (ActivityPoints.Write() is { } points) batch.BatchCommands.Add(points);
        if (TierChanges.Write() is { } changes) batch.BatchCommands.Add(changes);

        if (batch.BatchCommands.Count > 0)
        {
            await batch.PrepareAsync(ct);
            await batch.ExecuteNonQueryAsync(ct);
            foreach (var table in all) table.Check();
        }

        await Entries.WriteAsync(connection, ct);
        if (!await Checkpoints.AdvanceAsync(connection, transaction, checkpoint, from, to, ct)) throw new LeaseLostException(checkpoint);
        await transaction.CommitAsync(ct);

        foreach (var table in all) table.Written();
        Books.Written();
        BookMonths.Written();
        PartnerMonths.Written();
        ActivityPoints.Written();
        TierChanges.Written();
        Entries.Written();
    }
}

/// <summary>Another process moved the checkpoint or replaced the tables, so this process's memory is invalid.</summary>
internal sealed class LeaseLostException(string generation) : Exception($"{generation} was changed by another process.");
