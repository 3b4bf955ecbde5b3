using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Projections.Host.Queries;

/// <summary>Reads closed challenges from the log, at positions that the views have.</summary>
internal static class ClosedChallenge
{
    public static async Task<ChallengeClosed> ReadAsync(Views views, long position, CancellationToken ct) =>
        await views.Rows.ReadAsync([position], ct) is [var row]
        && JsonSerializer.Deserialize<ChallengeClosed>(row.Data, Wire.Options) is { } closed
            ? closed
            : throw new InvalidOperationException($"Position {position} holds no closed challenge.");
}
