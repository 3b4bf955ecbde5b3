using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Numbers;

/// <summary>
/// A sum that collects fractions by denominator before it adds them. The denominator of a sum of fractions without common factors grows
/// with every addition, so adding a thousand of them one by one would mean a thousand additions of very long numbers.
/// </summary>
internal struct ExactSum
{
    private const long PlainDenominator = 1_000_000_000_000_000_000;

    // Twenty thousand decimal digits: far more than any real order needs, and still fast.
    private const long DenominatorBitsMax = 65_536;

    private Exact plain;
    private Stack<(Exact Sum, int Terms)>? odd;

    /// <exception cref="OverflowException">The denominator of the exact sum is longer than 65,536 bits.</exception>
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

    // Denominators of usual amounts. They nearly always divide each other, so their sums do not grow.
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
