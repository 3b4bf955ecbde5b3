namespace Ledger.Fuzz.Checks;

/// <summary>Reduces a case to the smallest one that still shows the fault.</summary>
public static class Smallest
{
    /// <summary>The parts that are needed: halves, quarters and so on are left out as long as the rest still shows it.</summary>
    /// <param name="parts">Such as lines.</param>
    /// <param name="shows">Whether these parts still show the fault.</param>
    /// <param name="triesMax">Tries before it is left as it is.</param>
    public static async Task<IReadOnlyList<T>> OfAsync<T>(IReadOnlyList<T> parts, Func<IReadOnlyList<T>, Task<bool>> shows,
        int triesMax = 60)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(shows);
        var tries = 0;
        for (var size = Math.Max(1, parts.Count / 2); ; size = Math.Max(1, size / 2))
        {
            for (var at = 0; at < parts.Count && parts.Count > 1 && tries < triesMax;)
            {
                IReadOnlyList<T> fewer = [.. parts.Take(at), .. parts.Skip(at + size)];
                tries++;
                if (fewer.Count > 0 && await shows(fewer)) parts = fewer;
                else at += size;
            }

            if (size == 1 || tries >= triesMax) return parts;
        }
    }
}
