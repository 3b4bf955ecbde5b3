using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// An order's lines as they now stand, grouped by their scopes. Lines in the same scopes get the same percent, so the rules run once per
/// group (pattern) instead of once per line.
/// </summary>
internal sealed class Basket
{
    // The most groups that are searched for a match. Every further line gets a group of its own, so that the cost stays linear in the
    // lines.
    private const int SearchedMax = 16;

    private readonly List<Pattern> patterns = new(4);

    private Basket(int lines)
    {
        Amounts = new LineAmounts[lines];
        PatternOf = new int[lines];
    }

    /// <summary>The amounts of each line.</summary>
    public LineAmounts[] Amounts { get; }

    /// <summary>For each line, an index into <see cref="Patterns"/>.</summary>
    public int[] PatternOf { get; }

    /// <summary>The groups, in order of their first line.</summary>
    public IReadOnlyList<Pattern> Patterns => patterns;

    /// <param name="rate">The rate of the order's currency (mechanics.md §10); null for the program's own.</param>
    public static Basket Of(IReadOnlyList<ScopeDefinition> scopes, IReadOnlyList<EvaluatedLine> lines, Exact? rate)
    {
        var basket = new Basket(lines.Count);
        var row = new bool[scopes.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var amounts = LineAmounts.Of(line, rate);
            var kind = LineKindNames.Of(line.Kind);
            for (var s = 0; s < row.Length; s++) row[s] = scopes[s].Scope.Contains(line.Sku, line.Category, kind);
            var index = basket.Find(row);
            var pattern = basket.patterns[index];
            pattern.Add(amounts, line.Remaining > 0);
            basket.Amounts[i] = amounts;
            basket.PatternOf[i] = index;
        }

        foreach (var pattern in basket.patterns) pattern.Close();
        return basket;
    }

    public Exact Gross(int scope)
    {
        var sum = default(ExactSum);
        foreach (var pattern in patterns)
        {
            if (pattern.Scopes[scope]) sum.Add(pattern.Gross);
        }

        return sum.Total();
    }

    public Exact Net(int scope)
    {
        var sum = default(ExactSum);
        foreach (var pattern in patterns)
        {
            if (pattern.Scopes[scope]) sum.Add(pattern.Net);
        }

        return sum.Total();
    }

    /// <summary>Whether a line in the scope still has quantity.</summary>
    public bool Remains(int scope)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Remains && pattern.Scopes[scope]) return true;
        }

        return false;
    }

    private int Find(bool[] row)
    {
        var searched = Math.Min(patterns.Count, SearchedMax);
        for (var i = 0; i < searched; i++)
        {
            if (patterns[i].Scopes.AsSpan().SequenceEqual(row)) return i;
        }

        patterns.Add(new Pattern([.. row]));
        return patterns.Count - 1;
    }

    /// <summary>The lines in the same scopes, with their sums.</summary>
    internal sealed class Pattern(bool[] scopes)
    {
        private ExactSum net;

        /// <summary>For each scope, by its position in the catalog, whether the lines are in it.</summary>
        public bool[] Scopes { get; } = scopes;

        public Exact Gross { get; private set; }

        public Exact Net { get; private set; }

        public bool Remains { get; private set; }

        public void Add(LineAmounts amounts, bool remains)
        {
            Gross += amounts.Gross;
            net.Add(amounts.Net);
            Remains |= remains;
        }

        public void Close() => Net = net.Total();
    }
}
