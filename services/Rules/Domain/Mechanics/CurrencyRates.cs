namespace Ledger.Rules.Domain.Mechanics;

/// <summary>The exchange rates of one program (mechanics.md §10). Immutable: adding a rate returns a new object.</summary>
public sealed class CurrencyRates
{
    private readonly Dictionary<string, SortedList<DateTimeOffset, decimal>> byCurrency;

    private CurrencyRates(Dictionary<string, SortedList<DateTimeOffset, decimal>> byCurrency) => this.byCurrency = byCurrency;

    /// <summary>No rates.</summary>
    public static CurrencyRates None { get; } = new([]);

    /// <summary>
    /// The rate recorded for exactly this currency and instant; null: none. Recording the same rate again is a repeat, another rate is a
    /// conflict.
    /// </summary>
    public decimal? Recorded(string currency, DateTimeOffset from) =>
        byCurrency.TryGetValue(currency, out var rates) && rates.TryGetValue(from, out var rate) ? rate : null;

    /// <summary>The rates with one more.</summary>
    /// <param name="rate">Program currency per one unit of the currency, above 0.</param>
    /// <exception cref="ArgumentException">Another rate is recorded for this currency and instant.</exception>
    public CurrencyRates With(string currency, DateTimeOffset from, decimal rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        if (Recorded(currency, from) is { } known)
        {
            if (known == rate) return this;
            throw new ArgumentException($"Another rate for {currency} from {from:O} is recorded.", nameof(rate));
        }

        SortedList<DateTimeOffset, decimal> rates = byCurrency.TryGetValue(currency, out var before) ? new(before) : [];
        rates.Add(from, rate);
        return new CurrencyRates(new Dictionary<string, SortedList<DateTimeOffset, decimal>>(byCurrency) { [currency] = rates });
    }

    /// <summary>
    /// The rate for an order placed at an instant: the one with the latest <c>from</c> at or before it; null: there is none, and the order
    /// is refused.
    /// </summary>
    public decimal? At(string currency, DateTimeOffset placedAt)
    {
        if (!byCurrency.TryGetValue(currency, out var rates)) return null;
        var (low, high) = (0, rates.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rates.Keys[middle] <= placedAt) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? null : rates.Values[low - 1];
    }
}
