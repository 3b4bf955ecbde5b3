using System.Globalization;
using System.Text.Json;
using Ledger.Client;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console;

/// <summary>An order that was recorded lately.</summary>
/// <param name="Lines">How many lines it has.</param>
public sealed record LatestOrder(string Source, string OrderId, string AccountId, DateTimeOffset PlacedAt, int Lines)
{
    private const int Most = 25;

    // The feed goes forward: it is read from about here before the end of the log.
    private const int Positions = 2_000;

    /// <summary>The orders that the feed of events has near the end of the log, the latest first.</summary>
    public static async Task<IReadOnlyList<LatestOrder>> ReadAsync(LedgerProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var end = await EndAsync(program);
        var after = Math.Max(0, end - Positions);
        var page = await program.ReadAsync<EventsAnswer>(
            string.Create(CultureInfo.InvariantCulture, $"events?types=order_recorded&limit=1000&after={after}"));
        return [.. page.Events.Select(one => Of(one.Data)).Reverse().Take(Most)];
    }

    /// <summary>Reads the event of a recorded order.</summary>
    internal static LatestOrder Of(JsonElement data) => new(
        data.GetProperty("source").GetString()!, data.GetProperty("orderId").GetString()!, data.GetProperty("accountId").GetString()!,
        data.GetProperty("placedAt").Deserialize<DateTimeOffset>(Wire.Lenient), data.GetProperty("lines").GetArrayLength());

    // Who may not read reports sees the first orders of the log instead.
    private static async Task<long> EndAsync(LedgerProgram program)
    {
        try
        {
            return (await program.ReadAsync<TrialBalanceAnswer>("reports/trial-balance")).Position;
        }
        catch (LedgerException refused) when (refused.Status == 403)
        {
            return 0;
        }
    }
}
