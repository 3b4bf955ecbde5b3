namespace Ledger.Model;

/// <summary>What other currencies are worth (mechanics.md §10).</summary>
internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, SortedDictionary<DateTimeOffset, decimal>> rates = new(StringComparer.Ordinal);

    private Outcome SetRate(RateSet f)
    {
        var (key, content) = KeyOf(f);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        if (!rates.TryGetValue(f.Currency, out var list))
        {
            rates[f.Currency] = list = [];
        }
        list[f.From] = f.Rate;
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    /// <summary>The rate with the latest beginning at or before a time; nothing without one.</summary>
    private Rational? RateAt(ProgramVersion v, string currency, DateTimeOffset at)
    {
        if (currency == v.Currency)
        {
            return Rational.One;
        }
        Rational? found = null;
        if (rates.TryGetValue(currency, out var list))
        {
            foreach (var (from, rate) in list)
            {
                found = from <= at ? Rational.From(rate) : found;
            }
        }
        return found;
    }
}
