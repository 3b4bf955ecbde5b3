using System.Globalization;

namespace Ledger.Projections.Domain.Views;

/// <summary>Reads what <see cref="NumbersWriter"/> wrote, number by number; allocates nothing.</summary>
internal ref struct NumbersReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> rest = text;

    /// <summary>The number of items of a text.</summary>
    public static int CountOf(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : text.Count(';') + 1;

    /// <summary>The next number.</summary>
    public T Next<T>()
        where T : ISpanParsable<T> =>
        T.Parse(NextText(), CultureInfo.InvariantCulture);

    /// <summary>The text of the next number.</summary>
    public ReadOnlySpan<char> NextText()
    {
        var end = rest.IndexOfAny(' ', ';');
        var number = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return number;
    }
}
