using System.Text;
using Ledger.EventLog.Verification;
using Ledger.TestSupport;
using Npgsql;

namespace Ledger.EventLog.Tests;

/// <summary>An empty log in a database of its own.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly TestDatabase database;

    private TestLog(TestDatabase database)
    {
        this.database = database;
        Store = new EventStore(database.DataSource);
    }

    public NpgsqlDataSource DataSource => database.DataSource;

    public string ConnectionString => database.ConnectionString;

    public EventStore Store { get; }

    public static async Task<TestLog> CreateAsync() => new(await TestDatabase.CreateAsync());

    public static NewEvent Event(int number, string? json = null) => new(
        "points_accrued",
        "Ledger.PointsAccrued, Ledger",
        Encoding.UTF8.GetBytes(json ?? $$"""{"amount":{{number}}.50,"note":"Größe \"{{number}}\""}"""),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(12_345_678L * number),
        $"correlation-{number}",
        $"causation-{number}",
        Encoding.UTF8.GetBytes($$"""{"user":"u{{number}}"}"""));

    public static StreamAppend To(string stream, long expected, int events) =>
        new("program", stream, "account", expected, Enumerable.Range(1, events).Select(n => Event((int)expected + n)).ToList());

    /// <summary>Appends, and returns after the announcement.</summary>
    public async Task<Appended> AppendAsync(params StreamAppend[] appends)
    {
        var appended = await Store.AppendAsync(appends, null, CancellationToken.None);
        await Store.AnnouncedAsync();
        return appended;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<T>> ColumnAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync()) values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    /// <summary>Returns when the query gives true; fails the test after a deadline.</summary>
    public async Task UntilAsync(string sql)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await ScalarAsync<bool>(sql))
        {
            if (timeout.IsCancellationRequested) Assert.Fail($"This did not become true: {sql}");
            await Task.Yield();
        }
    }

    public Task<VerifyReport> VerifyAsync() => new LogVerifier(DataSource).VerifyAsync(null, CancellationToken.None);

    /// <summary>Verifies a log to which nobody appends: there, a sequence behind the events is a finding at once.</summary>
    public Task<VerifyReport> VerifyAtRestAsync() =>
        new LogVerifier(DataSource) { SequenceLagMax = TimeSpan.Zero }.VerifyAsync(null, CancellationToken.None);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
