using Ledger.Hosting.Telemetry;
using Npgsql;

namespace Ledger.Hosting;

/// <summary>The connection pools of a host.</summary>
public static class Database
{
    /// <summary>The connection pool that all parts of a host share.</summary>
    public static NpgsqlDataSource Open(string connectionString) => Builder(connectionString).Build();

    /// <summary>
    /// The pool for the log only. Its sessions are not reset between uses, because a reset is seven statements and each batch uses two
    /// sessions. Users of this pool must leave no state on a session: no setting except for a transaction, no lock, no LISTEN.
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
        // The statements are few and fixed, so each connection prepares them at their second use. The writer therefore never calls Prepare,
        // which would look up the types of all parameters a second time for each batch.
        builder.ConnectionStringBuilder.MaxAutoPrepare = 64;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        // Batches and the views' reads of the log are large; 64 KiB buffers need fewer system calls than the default of 8 KiB.
        builder.ConnectionStringBuilder.WriteBufferSize = 64 * 1024;
        builder.ConnectionStringBuilder.ReadBufferSize = 64 * 1024;
        builder.ConnectionStringBuilder.MaxPoolSize = 40;
        // Error details contain rows, which name companies and people; errors are logged without them.
        builder.ConnectionStringBuilder.IncludeErrorDetail = false;
        // A statement is traced only as part of another span; periodic queries that belong to no request are not traced.
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => Tracing.Current is not null)
            .ConfigureBatchFilter(_ => Tracing.Current is not null)
            .EnablePhysicalOpenTracing(false));
        return builder;
    }
}
