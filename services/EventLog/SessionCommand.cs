using System.Data.Common;
using System.Text.RegularExpressions;
using JasperFx.Events;
using Npgsql;
using Weasel.Core;
using Weasel.Storage;
using ICommandBuilder = Weasel.Postgresql.ICommandBuilder;

namespace Ledger.EventLog;

/// <summary>Wraps a database command that returns one result as an operation of a Marten session.</summary>
internal sealed partial class SessionCommand(NpgsqlBatchCommand command) : Marten.Internal.Operations.IStorageOperation
{
    /// <summary>The command's result, if it is a number.</summary>
    public long Answer { get; private set; }

    /// <inheritdoc/>
    public Type DocumentType => typeof(IEvent);

    /// <inheritdoc/>
    public OperationRole Role() => OperationRole.Events;

    /// <inheritdoc/>
    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        // Marten numbers parameters itself; the command's $1, $2 … occur in order and once each, so each becomes a question mark.
        var parameters = builder.AppendWithParameters(Numbered().Replace(command.CommandText, "?"), '?');
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i].NpgsqlDbType = command.Parameters[i].NpgsqlDbType;
            parameters[i].Value = command.Parameters[i].Value;
        }
    }

    /// <inheritdoc/>
    public async Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token)
    {
        if (await reader.ReadAsync(token) && reader.GetFieldType(0) == typeof(long)) Answer = reader.GetInt64(0);
    }

    [GeneratedRegex(@"\$[0-9]+")]
    private static partial Regex Numbered();
}
