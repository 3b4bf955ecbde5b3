namespace Ledger.Projections.Host.Tables;

/// <summary>FNV-1a over texts. Its values are stored, so it must not change.</summary>
internal static class StableHash
{
    public static long Of(params ReadOnlySpan<string> texts)
    {
        var hash = 14695981039346656037UL;
        unchecked
        {
            foreach (var text in texts)
            {
                foreach (var letter in text) hash = (hash ^ letter) * 1099511628211UL;
                hash = (hash ^ 0xFFFF) * 1099511628211UL;
            }

            return (long)hash;
        }
    }
}
