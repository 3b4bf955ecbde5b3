using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A row of the matrix.</summary>
/// <param name="From">The tier that accounts came from; null: they had none.</param>
/// <param name="Accounts">How many came to each of the matrix's columns.</param>
public sealed record TierMatrixRow(string? From, IReadOnlyList<long> Accounts);

/// <summary>How often accounts came from each tier to each other one.</summary>
/// <param name="To">The columns: tiers, the lowest first; last a null where accounts were merged into others.</param>
/// <param name="Rows">First the accounts without a tier, where there are any.</param>
public sealed record TierMatrix(IReadOnlyList<string?> To, IReadOnlyList<TierMatrixRow> Rows)
{
    /// <summary>Makes it of the report's cells.</summary>
    public static TierMatrix Of(TierMovementsAnswer report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var tiers = report.Tiers.Select(tier => (string?)tier.Tier).ToList();
        List<string?> from = report.Movements.Any(move => move.From is null) ? [null, .. tiers] : tiers;
        List<string?> to = report.Movements.Any(move => move.To is null) ? [.. tiers, null] : tiers;
        var cells = report.Movements.GroupBy(move => (move.From, move.To))
            .ToDictionary(cell => cell.Key, cell => cell.Sum(one => one.Accounts));
        return new TierMatrix(
            to, [.. from.Select(row => new TierMatrixRow(row, [.. to.Select(column => cells.GetValueOrDefault((row, column)))]))]);
    }
}
