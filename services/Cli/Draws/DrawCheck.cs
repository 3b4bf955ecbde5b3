using System.Globalization;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Cli.Draws;

/// <summary>Repeats a draw from its proof, with the ledger's own rules for draws (mechanics.md §9).</summary>
internal static class DrawCheck
{
    /// <summary>Everything in a proof that contradicts the rest of it; empty when the proof is consistent.</summary>
    public static IReadOnlyList<ProofFault> FaultsOf(DrawProof proof)
    {
        var faults = new List<ProofFault>();
        if (!DrawRules.SaltHash(proof.Salt).AsSpan().SequenceEqual(proof.SaltHash))
        {
            faults.Add(new ProofFault("$.salt", "Its SHA-256 is not saltHash: another salt was announced."));
        }

        for (var i = 1; i < proof.Candidates.Count; i++)
        {
            var order = string.CompareOrdinal(proof.Candidates[i - 1], proof.Candidates[i]);
            if (order < 0) continue;
            var what = order == 0 ? "is there twice" : "comes before the one before it in ordinal order";
            faults.Add(new ProofFault(Item("candidates", i), $"{proof.Candidates[i]} {what}."));
        }

        if (!DrawRules.CandidatesHash(proof.Candidates).AsSpan().SequenceEqual(proof.CandidatesHash))
        {
            faults.Add(new ProofFault("$.candidatesHash", "It is not the SHA-256 of the candidates, joined by line feeds."));
        }

        AddWinners(proof, faults);
        return faults;
    }

    private static void AddWinners(DrawProof proof, List<ProofFault> faults)
    {
        var winners = DrawRules.Winners(DrawRules.Seed(proof.Salt, proof.Chain), proof.Candidates.Count, proof.Prizes);
        if (winners.Count != proof.Winners.Count)
        {
            var sentence = string.Create(
                CultureInfo.InvariantCulture, $"There are {proof.Winners.Count}; the draw repeated gives {winners.Count}.");
            faults.Add(new ProofFault("$.winners", sentence));
        }

        for (var i = 0; i < Math.Min(winners.Count, proof.Winners.Count); i++)
        {
            var winner = proof.Candidates[winners[i]];
            if (winner == proof.Winners[i]) continue;
            faults.Add(new ProofFault(Item("winners", i), $"It is {proof.Winners[i]}; the draw repeated gives {winner}."));
        }
    }

    private static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"$.{list}[{index}]");
}
