using Ledger.TestSupport;

namespace Ledger.Services.Tests.Running;

/// <summary>Reads and changes tables directly, without the service.</summary>
internal static class Tables
{
    /// <summary>Everything of every event that does not depend on how the work was batched, stream by stream.</summary>
    public static Task<List<string>> EventsAsync(this TestDatabase database) => database.TextsAsync(
        """
        select concat_ws(' ', tenant_id, stream_id, version, type, mt_dotnet_type, timestamp, data::text)
          from mt_events order by tenant_id collate "C", stream_id collate "C", version
        """);

    public static async Task<List<string>> TextsAsync(this TestDatabase database, string sql)
    {
        var texts = new List<string>();
        await using var command = database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }

    public static async Task<long> CountAsync(this TestDatabase database, string from)
    {
        await using var command = database.DataSource.CreateCommand($"select count(*) from {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static async Task<int> ChangeAsync(this TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}
