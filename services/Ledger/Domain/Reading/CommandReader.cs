using System.Collections.Frozen;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Spending;

namespace Ledger.Domain.Reading;

/// <summary>Reads commands about value, the same for every transport.</summary>
public static class CommandReader
{
    private static readonly FrozenDictionary<string, Type> Types = SpendingCommands.Types.ToFrozenDictionary(
        type => type.Name, StringComparer.Ordinal);

    /// <summary>The names of the commands, as messages say them.</summary>
    public static IEnumerable<string> Names => Types.Keys;

    /// <summary>The command, or why there is none.</summary>
    /// <param name="json">One JSON object; nothing at all stands for one without members.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="known">What the transport knows of it.</param>
    /// <param name="refusal">Set when there is no command.</param>
    public static ISpendingCommand? Read(ReadOnlySpan<byte> json, string name, KnownMembers known, out Outcome? refusal) =>
        (ISpendingCommand?)RecordReader.Read(json.IsEmpty ? "{}"u8 : json, Types[name], known, null, out refusal);
}
