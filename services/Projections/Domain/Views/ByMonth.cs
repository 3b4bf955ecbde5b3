using System.Numerics;

namespace Ledger.Projections.Domain.Views;

/// <summary>Sums of one local month, to which further sums of the month can be added.</summary>
public interface IMonth<TSelf> : IAdditionOperators<TSelf, TSelf, TSelf>
    where TSelf : IMonth<TSelf>
{
    /// <summary>Year × 12 + month − 1.</summary>
    public int Month { get; }
}

/// <summary>Lists of monthly sums, ascending, each month once.</summary>
internal static class ByMonth
{
    /// <summary>The list with sums added: to their month if the list has it, else as a new month.</summary>
    public static IReadOnlyList<T> Add<T>(IReadOnlyList<T> months, T added)
        where T : IMonth<T>
    {
        var place = months.Count;
        while (place > 0 && months[place - 1].Month >= added.Month) place--;
        var isHere = place < months.Count && months[place].Month == added.Month;
        var next = new T[months.Count + (isHere ? 0 : 1)];
        for (var i = 0; i < place; i++) next[i] = months[i];
        next[place] = isHere ? months[place] + added : added;
        for (var i = place + 1; i < next.Length; i++) next[i] = months[isHere ? i : i - 1];
        return next;
    }
}
