using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Numbers;

/// <summary>
/// A sum that adds equals to equals: fractions whose denominators have nothing in common grow with every addition, and a
/// thousand of them added one by one to a long sum would cost a thousand long additions.
/// </summary>
internal struct ExactSum
{
    private const long PlainDenominator = 1_000_000_000_000_000_000;

    // Twenty thousand digits: far beyond any order that trades in things, and still quick to calculate with.
    private const long DenominatorBitsMax = 65_536;

    private Exact plain;
    private Stack<(Exact Sum, int Terms)>? odd;

    /// <exception cref="OverflowException">The exact sum is longer than can be worked with.</exception>
    public void Add(Exact value)
    {
        if (IsPlain(value)) plain += value;
        else Push(value, 1);
    }

    public readonly Exact Total()
    {
        var total = Exact.Zero;
        if (odd is not null)
        {
            // Smallest first.
            foreach (var (sum, _) in odd) total += sum;
        }

        return total + plain;
    }

    // Denominators of amounts as people write them. They divide each other or nearly so: no sum of them grows.
    private static bool IsPlain(Exact value) =>
        value.TryGetSmall(out _, out var denominator) && (denominator <= 100 || PlainDenominator % denominator == 0);

    private void Push(Exact value, int terms)
    {
        odd ??= new Stack<(Exact, int)>();
        while (odd.TryPeek(out var top) && top.Terms == terms)
        {
            odd.Pop();
            value += top.Sum;
            terms *= 2;
        }

        if (!value.TryGetSmall(out _, out _) && value.Denominator.GetBitLength() > DenominatorBitsMax)
        {
            throw new OverflowException("The amounts' denominators have too little in common to be added exactly.");
        }

        odd.Push((value, terms));
    }
}
