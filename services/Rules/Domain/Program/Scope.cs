using System.Collections.Frozen;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>
/// The lines to which a rule applies (domain.md §3). All given lists must hold, exclusions win, and a line without category fails
/// <c>categories</c>. An empty list is the same as an absent one; without <c>kinds</c> only merchandise counts.
/// </summary>
public sealed class Scope
{
    private readonly FrozenSet<LineKind> kinds;
    private readonly FrozenSet<string> skus;
    private readonly FrozenSet<string> excludeSkus;
    private readonly FrozenSet<string> categories;
    private readonly FrozenSet<string> excludeCategories;
    private readonly bool merchandiseOnly;

    public Scope(
        IEnumerable<LineKind>? kinds = null, IEnumerable<string>? skus = null, IEnumerable<string>? excludeSkus = null,
        IEnumerable<string>? categories = null, IEnumerable<string>? excludeCategories = null)
    {
        var given = (kinds ?? []).ToFrozenSet();
        this.kinds = given.Count == 0 ? FrozenSet.Create(LineKind.Merchandise) : given;
        this.skus = Set(skus);
        this.excludeSkus = Set(excludeSkus);
        this.categories = Set(categories);
        this.excludeCategories = Set(excludeCategories);
        merchandiseOnly = this.kinds.Count == 1 && this.kinds.Contains(LineKind.Merchandise);
    }

    /// <summary>The scope of every merchandise line, which a rule without a scope uses.</summary>
    public static Scope AllMerchandise { get; } = new();

    public bool Contains(EvaluatedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Contains(line.Sku, line.Category, LineKindNames.Of(line.Kind));
    }

    public bool Contains(string sku, string? category, LineKind kind)
    {
        if (merchandiseOnly ? kind != LineKind.Merchandise : !kinds.Contains(kind)) return false;
        if (excludeSkus.Count > 0 && excludeSkus.Contains(sku)) return false;
        if (skus.Count > 0 && !skus.Contains(sku)) return false;
        if (categories.Count > 0 && (category is null || !categories.Contains(category))) return false;
        return excludeCategories.Count == 0 || category is null || !excludeCategories.Contains(category);
    }

    /// <summary>True when both scopes have the same lists, whatever their order.</summary>
    public bool SameAs(Scope other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return kinds.SetEquals(other.kinds) && skus.SetEquals(other.skus) && excludeSkus.SetEquals(other.excludeSkus)
            && categories.SetEquals(other.categories) && excludeCategories.SetEquals(other.excludeCategories);
    }

    private static FrozenSet<string> Set(IEnumerable<string>? values) => (values ?? []).ToFrozenSet(StringComparer.Ordinal);
}
