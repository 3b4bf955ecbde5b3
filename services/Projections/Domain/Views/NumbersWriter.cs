using System.Globalization;
using System.Runtime.CompilerServices;

namespace Ledger.Projections.Domain.Views;

/// <summary>
/// Writes lists as text: the numbers of an item are separated by spaces, items by semicolons. Only the text is allocated.
/// </summary>
/// <param name="room">Where the text is written while it fits; a longer text is written to a pooled buffer.</param>
internal ref struct NumbersWriter(Span<char> room)
{
    /// <summary>Room for nearly every list, in characters.</summary>
    public const int Room = 512;

    private DefaultInterpolatedStringHandler text = new(0, 0, CultureInfo.InvariantCulture, room);
    private bool hasItems;

    /// <summary>Begins an item with its first number.</summary>
    public void Begin(int number)
    {
        if (hasItems) text.AppendLiteral(";");
        hasItems = true;
        text.AppendFormatted(number);
    }

    /// <summary>Adds the item's next number.</summary>
    public void Add<T>(T number)
        where T : struct, ISpanFormattable
    {
        text.AppendLiteral(" ");
        text.AppendFormatted(number);
    }

    /// <summary>The text; it can be taken once.</summary>
    public string Take() => text.ToStringAndClear();
}
