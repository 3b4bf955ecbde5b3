using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>What an adjustment would do to a wallet, before anybody sends it.</summary>
/// <param name="Before">Available now.</param>
/// <param name="After">Available then.</param>
/// <param name="PaysArrears">How much of it pays what the wallet owes.</param>
/// <param name="NeedsApproval">It is above the program's limit: a second person must approve it first.</param>
/// <param name="IsRefused">It takes more than is available, so the ledger will refuse it.</param>
public sealed record AdjustmentPreview(decimal Before, decimal After, decimal PaysArrears, bool NeedsApproval, bool IsRefused)
{
    /// <summary>Works it out.</summary>
    /// <param name="wallet">Null: nothing was ever credited to it.</param>
    /// <param name="amount">Signed.</param>
    /// <param name="limit">What the program lets one person do; null: any amount.</param>
    public static AdjustmentPreview Of(WalletBalance? wallet, decimal amount, decimal? limit)
    {
        var (available, arrears) = (wallet?.Available ?? 0, wallet?.Arrears ?? 0);
        var pays = amount > 0 ? Math.Min(amount, arrears) : 0;
        return new AdjustmentPreview(
            available, available + amount, pays, limit is { } most && Math.Abs(amount) > most, amount < 0 && -amount > available);
    }
}
