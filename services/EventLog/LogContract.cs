using System.Text.Json;

namespace Ledger.EventLog;

/// <summary>Everything that this project knows about the events in the log.</summary>
/// <param name="EventTypes">Every event type by its stored name.</param>
/// <param name="Json">Configures the options with which events and documents are written and read.</param>
public sealed record LogContract(IReadOnlyDictionary<string, Type> EventTypes, Action<JsonSerializerOptions> Json);
