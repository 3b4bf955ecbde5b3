using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ledger.Projections.Domain.Views;

/// <summary>Reads what <see cref="NumbersWriter"/> wrote, number by number.</summary>
internal ref struct NumbersReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> rest = text;

    /// <summary>Reads one item, number by number.</summary>
    public delegate T ItemReader<T>(ref NumbersReader numbers);

    /// <summary>The items of a text.</summary>
    public static ImmutableArray<T> Items<T>(string text, ItemReader<T> read)
    {
        ArgumentNullException.ThrowIfNull(text);
        var items = new T[text.Length == 0 ? 0 : text.AsSpan().Count(';') + 1];
        var numbers = new NumbersReader(text);
        for (var i = 0; i < items.Length; i++) items[i] = read(ref numbers);
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

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
