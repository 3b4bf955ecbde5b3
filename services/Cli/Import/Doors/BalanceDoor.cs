using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ledger.Cli.Service;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Import.Doors;

/// <summary>Opens balances, a request each: they are commands, and each has a key of its own, so sending one again is harmless.</summary>
internal sealed class BalanceDoor(LedgerClient client, string program, Tally tally) : IDoor
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public ChunkLimits Limits => new(Facts: 100, Bytes: 1 << 18);

    public async Task SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        for (var i = 0; i < chunk.Count; i++)
        {
            var balance = JsonNode.Parse(chunk.Fact(i).Span)!.AsObject();
            var (account, key) = (Taken(balance, "accountId"), Taken(balance, "key"));
            try
            {
                var isRepeat = await OpenAsync(account, key, balance, cancellation);
                tally.Add(isRepeat ? new IntakeCounts(Repeated: 1) : new IntakeCounts(Recorded: 1));
            }
            catch (ServiceRefusal refused) when ((int)refused.Status is >= 400 and < 500 and not (401 or 403))
            {
                tally.Add(refused.Code == "conflict" ? new IntakeCounts(Conflicts: 1) : new IntakeCounts(Rejected: 1));
                tally.Add(new FactProblem(chunk.NumberOf(i), $"account {account}", refused.Code ?? "refused", refused.Detail));
            }
        }
    }

    public Task<bool> SettleAsync(CancellationToken cancellation) => Task.FromResult(true);

    private async Task<bool> OpenAsync(string account, string key, JsonObject balance, CancellationToken cancellation)
    {
        using var body = new StringContent(balance.ToJsonString(), Json);
        body.Headers.Add(LedgerHeaders.IdempotencyKey, key);
        var status = await client.SendForStatusAsync(HttpMethod.Post, Paths.OpeningBalances(program, account), body, cancellation);
        return status == HttpStatusCode.OK;
    }

    private static string Taken(JsonObject balance, string member)
    {
        var value = balance[member]?.ToString() ?? "";
        balance.Remove(member);
        return value;
    }
}
