using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Client;

namespace Ledger.Cli.Import.Sending;

/// <summary>Sends opening balances, one request for each. They are commands with keys of their own, so sending one again is
/// harmless.</summary>
internal sealed class BalanceSender(LedgerProgram program, Tally tally) : IFactSender
{
    public ChunkLimits Limits => new(Facts: 100, Bytes: 1 << 18);

    public async Task SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        for (var i = 0; i < chunk.Count; i++)
        {
            var balance = JsonNode.Parse(chunk.Fact(i).Span)!.AsObject();
            var (account, key) = (Taken(balance, "accountId"), Taken(balance, "key"));
            try
            {
                var path = LedgerPaths.Account(account, "opening-balances");
                var opened = await program.ExecuteAsync(path, key, JsonSerializer.SerializeToUtf8Bytes(balance), cancellation);
                tally.Add(opened.IsReplayed ? new FactCounts(Repeated: 1) : new FactCounts(Recorded: 1));
            }
            catch (LedgerException refused) when (refused is { IsTransient: false, Status: not (401 or 403) })
            {
                tally.Add(refused.Code == "conflict" ? new FactCounts(Conflicts: 1) : new FactCounts(Rejected: 1));
                tally.Add(new FactProblem(chunk.NumberOf(i), $"account {account}", refused.Code, refused.Problem.Detail));
            }
        }
    }

    public Task<bool> SettleAsync(CancellationToken cancellation) => Task.FromResult(true);

    private static string Taken(JsonObject balance, string member)
    {
        var value = balance[member]?.ToString() ?? "";
        balance.Remove(member);
        return value;
    }
}
