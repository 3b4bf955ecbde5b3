using Ledger.Hosting.Telemetry;
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
        return builder.Build();
    }
}
