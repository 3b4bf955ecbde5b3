using System.Collections.Frozen;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Spending;

namespace Ledger.Domain.Reading;

/// <summary>Reads commands about value from JSON, in the same way for every transport.</summary>
public static class CommandReader
{
    private static readonly FrozenDictionary<string, Type> Types = SpendingCommands.Types.ToFrozenDictionary(
        type => type.Name, StringComparer.Ordinal);

    /// <summary>The names of the commands, as messages say them.</summary>
    public static IEnumerable<string> Names => Types.Keys;

    /// <summary>Reads a command; null when it cannot be read.</summary>
    /// <param name="json">One JSON object. Empty input stands for an object without members.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="known">The members that the transport knows.</param>
    /// <param name="refusal">Why there is no command; null when there is one.</param>
    public static ISpendingCommand? Read(ReadOnlySpan<byte> json, string name, KnownMembers known, out Outcome? refusal) =>
        (ISpendingCommand?)RecordReader.Read(json.IsEmpty ? "{}"u8 : json, Types[name], known, null, out refusal);
}
