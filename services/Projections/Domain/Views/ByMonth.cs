using System.Numerics;

namespace Ledger.Projections.Domain.Views;

/// <summary>What happened in one local month; what happened in it besides is added to it.</summary>
public interface IMonth<TSelf> : IAdditionOperators<TSelf, TSelf, TSelf>
    where TSelf : IMonth<TSelf>
{
    /// <summary>Year × 12 + month − 1.</summary>
    public int Month { get; }
}

/// <summary>Lists of months, ascending, each month once.</summary>
internal static class ByMonth
{
    /// <summary>The list with something added: to its month where the list has that, else as a month of its own.</summary>
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
