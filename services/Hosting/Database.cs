using Ledger.Hosting.Telemetry;
using Npgsql;

namespace Ledger.Hosting;

/// <summary>The pools of a host.</summary>
public static class Database
{
    /// <summary>The pool that a host's parts share.</summary>
    public static NpgsqlDataSource Open(string connectionString) => Builder(connectionString).Build();

    /// <summary>
    /// The pool of the log alone, whose sessions are not reset when they are taken again: each batch takes two, and a reset is seven
    /// statements. Whoever uses it leaves nothing on a session: no setting but for a transaction, no lock, no LISTEN.
    /// </summary>
    public static NpgsqlDataSource OpenForLog(string connectionString)
    {
        var builder = Builder(connectionString);
        builder.Name = "log";
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        builder.ConnectionStringBuilder.MaxPoolSize = 20;
        return builder.Build();
    }

    private static NpgsqlDataSourceBuilder Builder(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        // Statements are few and fixed: each is planned once per connection.
        builder.ConnectionStringBuilder.MaxAutoPrepare = 64;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        // What a batch sends and what the views read of the log is large: fewer calls than with 8 KiB.
        builder.ConnectionStringBuilder.WriteBufferSize = 64 * 1024;
        builder.ConnectionStringBuilder.ReadBufferSize = 64 * 1024;
        builder.ConnectionStringBuilder.MaxPoolSize = 40;
        // A row names companies and people; errors are logged without it.
        builder.ConnectionStringBuilder.IncludeErrorDetail = false;
        // A statement is traced as part of what it is for; what is asked again and again for nobody in particular is not.
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => Spans.Current is not null)
            .ConfigureBatchFilter(_ => Spans.Current is not null)
            .EnablePhysicalOpenTracing(false));
        return builder;
    }
}
