using Npgsql;

namespace Ledger.Hosting;

/// <summary>The pool that a host's parts share.</summary>
public static class Database
{
    public static NpgsqlDataSource Open(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        // Statements are few and fixed: each is planned once per connection.
        builder.ConnectionStringBuilder.MaxAutoPrepare = 64;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.MaxPoolSize = 40;
        builder.ConnectionStringBuilder.IncludeErrorDetail = true;
        return builder.Build();
    }
}
