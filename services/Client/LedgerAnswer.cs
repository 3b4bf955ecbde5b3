using System.Text.Json;

namespace Ledger.Client;

/// <summary>An answer with all that came.</summary>
/// <param name="Value">What the contracts know of it.</param>
/// <param name="Json">As it came; a newer ledger may say more than the contracts know.</param>
/// <param name="Position">Position of the log that it reflects; 0 where it does not say.</param>
public sealed record LedgerAnswer<T>(T Value, JsonElement Json, long Position);
