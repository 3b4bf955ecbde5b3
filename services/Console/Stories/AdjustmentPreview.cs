using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A preview of an adjustment's effect on a wallet.</summary>
/// <param name="Before">Available now.</param>
/// <param name="After">Available then.</param>
/// <param name="PaysArrears">The part of the amount that pays arrears.</param>
/// <param name="NeedsApproval">True above the program's limit: a second person must approve the adjustment first.</param>
/// <param name="IsRefused">True if the adjustment takes more than is available, so that the ledger will refuse it.</param>
public sealed record AdjustmentPreview(decimal Before, decimal After, decimal PaysArrears, bool NeedsApproval, bool IsRefused)
{
    /// <summary>Computes the preview.</summary>
    /// <param name="wallet">The wallet; null: nothing was ever credited to it.</param>
    /// <param name="amount">Signed.</param>
    /// <param name="limit">The amount up to which the program needs no approval; null: no limit.</param>
    public static AdjustmentPreview Of(WalletBalance? wallet, decimal amount, decimal? limit)
    {
        var (available, arrears) = (wallet?.Available ?? 0, wallet?.Arrears ?? 0);
        var pays = amount > 0 ? Math.Min(amount, arrears) : 0;
        return new AdjustmentPreview(
            available, available + amount, pays, limit is { } most && Math.Abs(amount) > most, amount < 0 && -amount > available);
    }
}
