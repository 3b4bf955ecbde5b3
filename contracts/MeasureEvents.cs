namespace Ledger.Contracts.V1;

/// <summary>What an order adds to its account's measures.</summary>
/// <param name="Points">Evaluated points, all owners.</param>
/// <param name="Scopes">One measure for each scope that the program has had, and "*" for all merchandise.</param>
public sealed record OrderMeasures(long Points, IReadOnlyList<ScopeMeasure> Scopes)
{
    /// <summary>Whether the order was measured in a scope.</summary>
    public bool Has(string scope)
    {
        foreach (var measure in Scopes)
        {
            if (measure.Scope == scope) return true;
        }

        return false;
    }

    /// <summary>The net in a scope; 0 in a scope in which the order was not measured.</summary>
    public Exact NetOf(string scope)
    {
        foreach (var measure in Scopes)
        {
            if (measure.Scope == scope) return measure.Net;
        }

        return Exact.Zero;
    }
}

/// <summary>An order's part in one scope.</summary>
/// <param name="Scope">
/// The scope's key: its name and the version that first defined it in this way, "goods@1"; "*" is all merchandise. A key that ends in
/// "/wind-down" measures the orders of the program's wind-down in that scope; the net in "orders/loyalty" is 1 for an order that counts for
/// the loyalty kind.
/// </param>
/// <param name="Net">Exact net of the remaining quantities.</param>
/// <param name="Counts">Whether the order counts among the scope's orders: a line was in scope when first recorded.</param>
public sealed record ScopeMeasure(string Scope, Exact Net, bool Counts);

/// <summary>One month of one scope of an account.</summary>
/// <param name="Month">Local month: year × 12 + month − 1.</param>
public sealed record MonthMeasure(int Month, Exact Net, long Orders);

/// <summary>The account's earlier orders were measured in a scope that a newly published version defines.</summary>
/// <param name="Scope">
/// The key of the new scope, as in <see cref="ScopeMeasure"/>.
/// </param>
/// <param name="RecordedFor">The merged account for which these orders were recorded; absent: the account itself.</param>
public sealed record ScopeMeasured(
    string Program, string AccountId, string Scope, IReadOnlyList<MonthMeasure> Months, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, string? RecordedFor = null) : IAccountEvent;
