using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>Captures a hold before its time is over, whole or in part; the rest returns to the same lots (domain.md §4 redemption).</summary>
internal static class SpendHold
{
    public static CommandEnd Decide(CommandScope scope, CaptureHold command)
    {
        var now = scope.Begin();
        if (GiveUpHold.Open(scope.Account, command.HoldId, out var refusal) is not { } hold) return refusal!;
        var version = scope.Version;
        var amount = hold.Amount;
        if (command.Amount is { } part)
        {
            if (Amounts.Positive(version, hold.Wallet.Unit, part, out refusal) is not { } asked) return refusal!;
            if (asked > hold.Amount) return CommandEnd.Refuse(Refusals.AboveHeld, $"{hold.Amount} are held; {asked} were asked for.");
            amount = asked;
        }

        var moves = new List<LotMove>();
        var left = amount;
        foreach (var share in hold.Lots)
        {
            var taken = Math.Min(left, share.Amount);
            if (taken > 0) moves.Add(new LotMove(share.Lot, Books.Held, Books.Redeemed, taken));
            left -= taken;
        }

        scope.Recorder.Move<HoldCaptured>(
            hold.Wallet, -amount, moves, scope.Cause(), version.Version, now,
            with: entry => entry with { HoldId = hold.Id, RedemptionId = command.Key, Order = hold.Order });
        GiveUpHold.Release(scope.Recorder, hold, scope.Cause(), version.Version, now);
        return CommandEnd.Done(scope.Reply(Hold.Captured, hold.Wallet, amount, moves, hold.Id));
    }
}
