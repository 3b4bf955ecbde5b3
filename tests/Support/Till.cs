using System.Net.Http.Headers;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.TestSupport;

/// <summary>Sends commands about value over HTTP or the bus, and gives both answers the same form.</summary>
public sealed class Till(LedgerApi api, Broker? broker = null)
{
    /// <summary>Sends a command over HTTP.</summary>
    public async Task<Settled> PostAsync(ISpendingCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (path, address) = PathOf(command);
        var body = JsonSerializer.SerializeToNode(command, command.GetType(), Wire.Options)!.AsObject();
        foreach (
            var name in address
                .Concat(["program", "key", "principal"])
                .Concat(body.Where(member => member.Value is null).Select(member => member.Key))
                .ToList()
        )
        {
            body.Remove(name);
        }
        using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", command.Key);
        var answer = await api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(command.Program)}/{path}", content);
        return new Settled(
            answer.Status switch
            {
                200 => "repeated",
                201 or 202 => "recorded",
                409 when answer.Code == "conflict" => "conflict",
                >= 400 and < 500 => "rejected",
                _ => $"status {answer.Status}",
            },
            answer.Code, answer.Status < 300 ? JsonSerializer.Deserialize<CommandReply>(answer.Text, Wire.Options) : null);
    }

    /// <summary>Sends a command over the bus.</summary>
    public async Task<Settled> AskAsync(ISpendingCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var bus = broker ?? throw new InvalidOperationException("There is no bus.");
        var settled = await (command switch
        {
            HoldPoints c => bus.AskAsync(c),
            CaptureHold c => bus.AskAsync(c),
            ReleaseHold c => bus.AskAsync(c),
            RedeemPoints c => bus.AskAsync(c),
            ReverseRedemption c => bus.AskAsync(c),
            AdjustPoints c => bus.AskAsync(c),
            OpenBalance c => bus.AskAsync(c),
            ApproveAdjustment c => bus.AskAsync(c),
            RejectAdjustment c => bus.AskAsync(c),
            TransferPoints c => bus.AskAsync(c),
            MergeAccounts c => bus.AskAsync(c),
            RedeemVoucher c => bus.AskAsync(c),
            CancelVoucher c => bus.AskAsync(c),
            ClaimFund c => bus.AskAsync(c),
            AddClaimProofs c => bus.AskAsync(c),
            ApproveClaim c => bus.AskAsync(c),
            RejectClaim c => bus.AskAsync(c),
            FulfilGrant c => bus.AskAsync(c),
            CancelGrant c => bus.AskAsync(c),
            _ => throw new ArgumentException($"{command.GetType().Name} is no message.", nameof(command)),
        });
        if ((settled.Program, settled.Key) != (command.Program, command.Key))
        {
            throw new InvalidOperationException($"The answer is for {settled.Program} {settled.Key}.");
        }
        return new Settled(settled.Outcome, settled.Code, settled.Reply);
    }

    private static (string Path, string[] Address) PathOf(ISpendingCommand command) => command switch
    {
        HoldPoints c => ($"accounts/{c.AccountId}/holds", ["accountId"]),
        ClaimFund c => ($"accounts/{c.AccountId}/claims", ["accountId"]),
        AddClaimProofs c => ($"claims/{c.ClaimId}/proofs", ["claimId"]),
        ApproveClaim c => ($"claims/{c.ClaimId}/approve", ["claimId"]),
        RejectClaim c => ($"claims/{c.ClaimId}/reject", ["claimId"]),
        FulfilGrant c => ($"grants/{c.GrantId}/fulfil", ["grantId"]),
        CancelGrant c => ($"grants/{c.GrantId}/cancel", ["grantId"]),
        CaptureHold c => ($"holds/{c.HoldId}/capture", ["holdId"]),
        ReleaseHold c => ($"holds/{c.HoldId}/release", ["holdId"]),
        RedeemPoints c => ($"accounts/{c.AccountId}/redemptions", ["accountId"]),
        ReverseRedemption c => ($"redemptions/{c.RedemptionId}/reversals", ["redemptionId"]),
        AdjustPoints => ("adjustments", []),
        OpenBalance c => ($"accounts/{c.AccountId}/opening-balances", ["accountId"]),
        ApproveAdjustment c => ($"adjustments/{c.AdjustmentId}/approve", ["adjustmentId"]),
        RejectAdjustment c => ($"adjustments/{c.AdjustmentId}/reject", ["adjustmentId"]),
        TransferPoints => ("transfers", []),
        MergeAccounts c => ($"accounts/{c.AccountId}/merge", ["accountId"]),
        RedeemVoucher c => ($"vouchers/{c.Code}/redeem", ["code"]),
        CancelVoucher c => ($"vouchers/{c.Code}/cancel", ["code"]),
        _ => throw new ArgumentException($"{command.GetType().Name} has no endpoint.", nameof(command)),
    };
}

/// <summary>How a command ended, over either transport.</summary>
/// <param name="Outcome">recorded, repeated, conflict or rejected; anything else is an unexpected answer.</param>
/// <param name="Code">The refusal's code; null when it was carried out.</param>
/// <param name="Reply">Set when it was carried out, now or before.</param>
public sealed record Settled(string Outcome, string? Code, CommandReply? Reply)
{
    /// <summary>The reply as one text, to compare with another.</summary>
    public string Text => JsonSerializer.Serialize(Reply, Wire.Options);
}
