namespace Ledger.EventLog.Storage;

/// <summary>The database cannot be brought to this build's schema. Nothing was changed.</summary>
/// <param name="code">
/// Stable: <c>schema_would_drop</c>, something in the database would have to be dropped; <c>migration_edited</c>, a migration that ran
/// earlier differs from the one in this build.
/// </param>
/// <param name="message">A sentence for people.</param>
public sealed class SchemaRefusedException(string code, string message) : Exception(message)
{
    public string Code => code;
}
