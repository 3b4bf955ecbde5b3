using System.Text.Json;

namespace Ledger.EventLog;

/// <summary>What the log needs to know of the events in it: nothing else about them is known here.</summary>
/// <param name="EventTypes">Every event type by its stored name.</param>
/// <param name="Json">Makes the options that events and documents are written and read with.</param>
public sealed record LogContract(IReadOnlyDictionary<string, Type> EventTypes, Action<JsonSerializerOptions> Json);
