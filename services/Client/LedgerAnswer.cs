using System.Text.Json;

namespace Ledger.Client;

/// <summary>An answer with its JSON and position.</summary>
/// <param name="Value">The answer as the contracts' type.</param>
/// <param name="Json">The answer's JSON, in which a newer ledger may have members that the contracts do not know.</param>
/// <param name="Position">Position of the log that the answer reflects; 0 where the answer has none.</param>
public sealed record LedgerAnswer<T>(T Value, JsonElement Json, long Position);
