using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A row of the matrix.</summary>
/// <param name="From">The tier before; null: accounts without a tier.</param>
/// <param name="Accounts">Number of movements to each of the matrix's columns.</param>
public sealed record TierMatrixRow(string? From, IReadOnlyList<long> Accounts);

/// <summary>Numbers of movements between tiers.</summary>
/// <param name="To">The columns: tiers, the lowest first; null, for accounts merged into others, comes last.</param>
/// <param name="Rows">The rows; accounts without a tier come first.</param>
public sealed record TierMatrix(IReadOnlyList<string?> To, IReadOnlyList<TierMatrixRow> Rows)
{
    /// <summary>Makes the matrix of a report.</summary>
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
