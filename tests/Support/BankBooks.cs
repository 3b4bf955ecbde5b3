using Ledger.Contracts.V1;

namespace Ledger.TestSupport;

/// <summary>Sums entries, move by move, and reports contradictions.</summary>
public sealed class BankBooks
{
    private const int FindingsMax = 20;
    private static readonly string[] Sources = [Books.Issuance, Books.Adjustment, Books.Transfer];
    private readonly Dictionary<(string Account, string Owner, string Unit, string Book), decimal> wallets = [];
    private readonly Dictionary<(string Account, long Lot, string Book), decimal> lots = [];
    private readonly Dictionary<(string Account, long Lot), decimal> credited = [];
    private readonly Dictionary<string, long> sequences = [];
    private readonly Dictionary<string, decimal> totals = [];
    private readonly HashSet<string> keys = [];
    private readonly List<string> findings = [];

    public IReadOnlyList<string> Findings => findings;

    public long Entries { get; private set; }

    /// <summary>How many different keys commands were carried out with.</summary>
    public long Keys => keys.Count;

    public int Lots => credited.Count;

    /// <summary>Lots of which something is held.</summary>
    public IEnumerable<(string Account, long Lot)> HeldLots =>
        lots.Where(pair => pair.Key.Book == Books.Held && pair.Value != 0).Select(pair => (pair.Key.Account, pair.Key.Lot));

    public void Take(ILedgerEvent happened)
    {
        if (happened is CommandHandled handled) Expect(keys.Add(handled.Key), $"key {handled.Key} was carried out twice");
        // A merge opens lots in the survivor, including empty ones; their value is moved by entries.
        if (happened is HoldingsMoved moved) foreach (var lot in moved.Lots) credited.TryAdd((moved.AccountId, lot.Lot), 0);
        if (happened is not Movement entry) return;
        Entries++;
        var last = sequences.GetValueOrDefault(entry.AccountId);
        Expect(entry.Sequence == last + 1, $"entry {entry.Sequence} of {entry.AccountId} comes after {last}");
        sequences[entry.AccountId] = entry.Sequence;
        foreach (var move in entry.Moves) Post(entry, move);
        var summed = BalanceOf(entry.AccountId, entry.Owner, entry.Unit);
        Expect(
            summed == entry.Balance,
            $"entry {entry.Sequence} of {entry.AccountId} says {entry.Balance}, the entries so far sum to {summed}");
        Expect(summed.Available >= 0 || summed.Arrears > 0, $"{entry.AccountId} has {summed.Available} after entry {entry.Sequence}");
        Expect(
            summed.Held >= 0 && summed.Pending >= 0 && summed.Arrears >= 0, $"{entry.AccountId} has {summed} after entry {entry.Sequence}");
    }

    /// <summary>
    /// Checks, after the last entry, that everything that left one wallet arrived in another, and that the books of each unit sum to zero.
    /// </summary>
    public void Close()
    {
        foreach (var unit in wallets.GroupBy(pair => pair.Key.Unit))
        {
            Expect(unit.Sum(pair => pair.Value) == 0, $"the books of {unit.Key} sum to {unit.Sum(pair => pair.Value)}");
            var underWay = unit.Where(pair => pair.Key.Book == Books.Transfer).Sum(pair => pair.Value);
            Expect(underWay == 0, $"{underWay} {unit.Key} left a wallet and came to none");
            var there = unit.Where(pair => pair.Key.Book is Books.Pending or Books.Available or Books.Held or Books.Arrears)
                .Sum(pair => pair.Value);
            Expect(
                there == totals.GetValueOrDefault(unit.Key),
                $"{there} {unit.Key} are there, {totals.GetValueOrDefault(unit.Key)} came and did not go");
        }
    }

    public BalanceAfter BalanceOf(string account, string owner, string unit)
    {
        var owed = -Of(Books.Arrears);
        return new BalanceAfter(Of(Books.Pending), Of(Books.Available) - owed, Of(Books.Held), owed);

        decimal Of(string book) => wallets.GetValueOrDefault((account, owner, unit, book));
    }

    public decimal OfLot(string account, long lot, string book) => lots.GetValueOrDefault((account, lot, book));

    /// <summary>Records a finding if a condition does not hold.</summary>
    public void Expect(bool holds, string finding)
    {
        if (!holds && findings.Count < FindingsMax) findings.Add(finding);
    }

    private void Post(Movement entry, LotMove move)
    {
        Expect(move.Amount > 0, $"entry {entry.Sequence} of {entry.AccountId} moves {move.Amount}");
        foreach (var (book, amount) in new[] { (move.From, -move.Amount), (move.To, move.Amount) })
        {
            var key = (entry.AccountId, entry.Owner, entry.Unit, book);
            wallets[key] = wallets.GetValueOrDefault(key) + amount;
        }

        var cameIn = IsThere(move.To) ? move.Amount : 0;
        var wentOut = IsThere(move.From) ? move.Amount : 0;
        totals[entry.Unit] = totals.GetValueOrDefault(entry.Unit) + cameIn - wentOut;

        // A debt is no part of a lot.
        if (move.Lot == 0 || move is { From: Books.Arrears, To: Books.Issuance }) return;
        var lot = (entry.AccountId, move.Lot);
        if (Sources.Contains(move.From)) credited[lot] = credited.GetValueOrDefault(lot) + move.Amount;
        lots[(entry.AccountId, move.Lot, move.From)] = OfLot(entry.AccountId, move.Lot, move.From) - move.Amount;
        lots[(entry.AccountId, move.Lot, move.To)] = OfLot(entry.AccountId, move.Lot, move.To) + move.Amount;
        var parts = new[] { Books.Pending, Books.Available, Books.Held }.Select(book => OfLot(entry.AccountId, move.Lot, book)).ToList();
        Expect(
            parts.TrueForAll(part => part >= 0) && parts.Sum() <= credited.GetValueOrDefault(lot),
            $"lot {move.Lot} of {entry.AccountId} has {string.Join(", ", parts)} of {credited.GetValueOrDefault(lot)}");
    }

    private static bool IsThere(string book) => book is Books.Pending or Books.Available or Books.Held or Books.Arrears;
}
