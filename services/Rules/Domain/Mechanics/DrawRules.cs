using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>
/// Finds the winners of a draw (mechanics.md §9). The salt is secret until the draw, and its hash is announced before; the chain's value is
/// determined by everything recorded before the draw. So nobody can choose the winners, and everybody can repeat the draw.
/// </summary>
public static class DrawRules
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltLength = 32;

    private static readonly BigInteger Numbers = BigInteger.One << 256;

    /// <summary>The hash that is announced when the draw is published.</summary>
    public static byte[] SaltHash(ReadOnlySpan<byte> salt) => SHA256.HashData(salt);

    /// <summary>SHA-256 of the candidates' ids, joined by line feeds.</summary>
    /// <param name="candidates">The candidates' ids in ordinal order.</param>
    public static byte[] CandidatesHash(IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var first = true;
        foreach (var id in candidates)
        {
            if (!first) hash.AppendData("\n"u8);
            hash.AppendData(Encoding.UTF8.GetBytes(id));
            first = false;
        }

        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256(salt ‖ chain).</summary>
    public static byte[] Seed(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> chain) => SHA256.HashData([.. salt, .. chain]);

    /// <summary>
    /// The winners as indexes into the candidates, from 0, in the order in which they are drawn: each time one of the remaining candidates,
    /// all equally likely. Needs four bytes of memory for each candidate, and no ids.
    /// </summary>
    /// <param name="candidates">Number of candidates; indexes follow the ordinal order of their ids.</param>
    public static IReadOnlyList<int> Winners(ReadOnlySpan<byte> seed, int candidates, int prizes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(candidates);
        ArgumentOutOfRangeException.ThrowIfNegative(prizes);
        var remaining = new PlacesLeft(candidates);
        var winners = new List<int>(Math.Min(candidates, prizes));
        Span<byte> numbered = new byte[seed.Length + sizeof(long)];
        seed.CopyTo(numbered);
        long tries = 0;
        while (winners.Count < prizes && remaining.Count > 0)
        {
            // Numbers beyond the last whole multiple are skipped, because they would make the first candidates slightly likelier.
            var end = Numbers / remaining.Count * remaining.Count;
            BigInteger number;
            do
            {
                BinaryPrimitives.WriteInt64BigEndian(numbered[seed.Length..], tries++);
                number = new BigInteger(SHA256.HashData(numbered), isUnsigned: true, isBigEndian: true);
            }
            while (number >= end);

            winners.Add(remaining.Take((int)(number % remaining.Count)));
        }

        return winners;
    }

    /// <summary>The remaining candidates, as a tree of counts, so that removing one takes logarithmic time.</summary>
    private sealed class PlacesLeft
    {
        private readonly int[] counts;
        private readonly int top;

        public PlacesLeft(int places)
        {
            Count = places;
            counts = new int[places + 1];
            for (var i = 1; i <= places; i++) counts[i] = i & -i;
            top = places == 0 ? 0 : 1 << BitOperations.Log2((uint)places);
        }

        public int Count { get; private set; }

        /// <summary>Removes and returns the remaining candidate at an index among the remaining ones.</summary>
        public int Take(int index)
        {
            var place = 0;
            var before = index;
            for (var step = top; step > 0; step >>= 1)
            {
                if (place + step >= counts.Length || counts[place + step] > before) continue;
                place += step;
                before -= counts[place];
            }

            for (var i = place + 1; i < counts.Length; i += i & -i) counts[i]--;
            Count--;
            return place;
        }
    }
}
