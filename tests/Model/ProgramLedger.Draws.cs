using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Model;

/// <summary>What a draw needs from outside: the salt made at publish, and the log's head before the draw's batch.</summary>
public sealed record DrawInputs(byte[] Salt, long Position, byte[] Chain);

/// <summary>A draw as it was held, with all that is needed to repeat it.</summary>
public sealed record HeldDraw(
    string Draw, DateTimeOffset At, IReadOnlyList<string> Candidates, string CandidatesHash, DrawInputs Inputs,
    IReadOnlyList<string> Winners);

/// <summary>Prize draws that anybody can repeat (mechanics.md §9).</summary>
internal sealed partial class ProgramLedger
{
    private readonly List<HeldDraw> heldDraws = [];

    /// <summary>Made from the draw's name and time, if the caller gives no other.</summary>
    public Func<string, DateTimeOffset, DrawInputs> DrawInputsOf { get; set; } = (draw, at) =>
        new DrawInputs(Hash("salt " + draw), 0, Hash("chain " + Ticks(at)));

    public IReadOnlyList<HeldDraw> HeldDraws => heldDraws;

    private void HoldDraw(ProgramVersion v, Draw d)
    {
        var moment = new Moment(d.At);
        var eligible = InOrder().FindAll(a => a.Orders.Count > 0 && Holds(a, v, d.Eligible, moment));
        var candidates = eligible.ConvertAll(a => a.Id);
        var inputs = DrawInputsOf(d.Id, d.At);
        var winners = Winners(candidates, inputs, d.Prizes);
        var hash = Convert.ToHexStringLower(Hash(string.Join('\n', candidates)));
        heldDraws.Add(new HeldDraw(d.Id, d.At, candidates, hash, inputs, winners));
        for (int n = 1; n <= winners.Count; n++)
        {
            var a = Begin(winners[n - 1], d.At);
            if (d.Prize.Reward != null)
            {
                Give(a, $"{d.Id}|{Ticks(d.At)}|{n}", $"{d.Id}-{n}", v, d.Prize.Reward, onBudget: false, fromDraw: true);
            }
            else
            {
                Credit(a, d.Prize.Unit!, PrizeUnits(v, d.Prize.Unit!, d.Prize.Amount), v, $"draw|{d.Id}-{n}", onBudget: false);
            }
            Commit();
        }
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Draws winners from the list by hashes of the seed and a counter. A hash that would favour the first candidates is skipped.
    /// </summary>
    internal static List<string> Winners(IReadOnlyList<string> candidates, DrawInputs inputs, int prizes)
    {
        var seed = SHA256.HashData([.. inputs.Salt, .. inputs.Chain]);
        var left = candidates.ToList();
        var winners = new List<string>();
        var whole = BigInteger.Pow(2, 256);
        var text = new byte[seed.Length + 8];
        seed.CopyTo(text, 0);
        for (long k = 0; winners.Count < prizes && left.Count > 0; k++)
        {
            BinaryPrimitives.WriteInt64BigEndian(text.AsSpan(seed.Length), k);
            var r = new BigInteger(SHA256.HashData(text), isUnsigned: true, isBigEndian: true);
            if (r < whole / left.Count * left.Count)
            {
                int i = (int)(r % left.Count);
                winners.Add(left[i]);
                left.RemoveAt(i);
            }
        }
        return winners;
    }
}
