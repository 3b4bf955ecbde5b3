using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.EventLog;

namespace Ledger.Host.State;

/// <summary>Ledger events as the log stores them.</summary>
internal static class StoredEvents
{
    /// <summary>What the log stores of an event.</summary>
    public static NewEvent Of(ILedgerEvent happened)
    {
        var type = happened.GetType();
        return new NewEvent(EventNames.Of(type), EventNames.DotNetType(type), StoredJson.Of(happened), happened.RecordedAt);
    }

    /// <summary>The event that the log stores.</summary>
    /// <param name="name">Of its type.</param>
    /// <exception cref="InvalidOperationException">The name is none that this version knows.</exception>
    public static ILedgerEvent Read(string name, ReadOnlySpan<byte> json) =>
        (ILedgerEvent)JsonSerializer.Deserialize(json, TypeOf(name), Wire.Options)!;

    private static Type TypeOf(string name) =>
        EventNames.TypeOf(name) ?? throw new InvalidOperationException($"The log holds an event {name} that this version does not know.");
}
