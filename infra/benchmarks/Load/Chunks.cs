namespace Ledger.Bench.Load;

/// <summary>Divides facts into the pieces that are sent together.</summary>
internal static class Chunks
{
    /// <summary>Divides facts into lanes of chunks. All facts of one account are in one lane, in order.</summary>
    public static IReadOnlyList<IReadOnlyList<Fact[]>> ByLane(IReadOnlyList<Fact> facts, int lanes, int size) =>
        [.. facts.GroupBy(fact => LaneOf(fact.AccountId, lanes)).Select(lane => lane.Chunk(size).ToList())];

    /// <summary>The account's lane; the same in every run.</summary>
    private static int LaneOf(string account, int lanes) =>
        (int)(account.Aggregate(17u, (hash, letter) => unchecked((hash * 31) + letter)) % (uint)lanes);

    /// <summary>One JSON object per line.</summary>
    public static byte[] Lines(IReadOnlyCollection<Fact> facts)
    {
        var body = new byte[facts.Sum(fact => fact.Line.Length + 1)];
        var at = 0;
        foreach (var fact in facts)
        {
            fact.Line.CopyTo(body, at);
            at += fact.Line.Length;
            body[at++] = (byte)'\n';
        }

        return body;
    }
}
