namespace Ledger.EventLog;

/// <summary>
/// An event to append. The type is the stored alias in snake_case, the .NET type Marten's <c>Full.Name, Assembly</c>. Data and headers are
/// UTF-8 JSON objects (headers may be empty) in any form; they are written in the canonical form of CHAIN.md. The timestamp is cut to
/// microseconds.
/// </summary>
public sealed record NewEvent(
    string Type,
    string DotNetType,
    ReadOnlyMemory<byte> Data,
    DateTimeOffset Timestamp,
    string? CorrelationId = null,
    string? CausationId = null,
    ReadOnlyMemory<byte> Headers = default);
