using System.Collections.Immutable;
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
    public static ImmutableArray<T> Add<T>(ImmutableArray<T> months, T added)
        where T : IMonth<T>
    {
        var place = months.Length;
        while (place > 0 && months[place - 1].Month >= added.Month) place--;
        return place < months.Length && months[place].Month == added.Month
            ? months.SetItem(place, months[place] + added)
            : months.Insert(place, added);
    }
}
