using System.Collections.Frozen;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads discount rules and how they combine. A field of another kind of rule counts as an unknown field.</summary>
internal static class DiscountParsing
{
    private static readonly Dictionary<string, DiscountKind> Kinds = new()
    {
        ["fixed"] = DiscountKind.Fixed,
        ["cumulative"] = DiscountKind.Cumulative,
        ["tier"] = DiscountKind.Tier,
        ["order-total"] = DiscountKind.OrderTotal,
        ["promotion"] = DiscountKind.Promotion,
    };

    private static readonly Dictionary<string, Combine> Combines = new()
    {
        ["sum"] = Combine.Sum,
        ["compound"] = Combine.Compound,
        ["best"] = Combine.Best,
    };

    public static IReadOnlyList<DiscountRule> Read(JsonObjectReader program, References references)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. program.Objects("discounts").Select(reader => Read(reader, ids, references))];
    }

    public static DiscountPolicy ReadPolicy(JsonObjectReader program)
    {
        if (program.Object("discountPolicy") is not { } reader) return new DiscountPolicy(Combine.Sum, 100);
        var policy = new DiscountPolicy(reader.Choice("combine", Combines) ?? Combine.Sum, reader.Percent("maxPercent") ?? 100);
        reader.RefuseTheRest();
        return policy;
    }

    private static DiscountRule Read(JsonObjectReader reader, HashSet<string> ids, References references)
    {
        var kind = reader.Choice("kind", Kinds, required: true);
        var rule = new DiscountRule
        {
            Id = UniqueIds.Read(reader, ids) ?? "",
            Group = reader.Id("group", required: true) ?? "",
            Kind = kind ?? DiscountKind.Fixed,
            Scope = references.Scope(reader),
            Validity = ValidityParsing.Read(reader, references),
        };
        switch (kind)
        {
            case DiscountKind.Fixed or DiscountKind.Promotion:
                rule = rule with { Percent = reader.Percent("percent", required: true) ?? default };
                break;
            case DiscountKind.Tier:
                rule = rule with { PercentByTier = ReadByTier(reader, references) };
                break;
            case DiscountKind.OrderTotal:
                rule = rule with { Steps = StepParsing.Read(reader) };
                break;
            case DiscountKind.Cumulative:
                rule = rule with
                {
                    Steps = StepParsing.Read(reader),
                    Window = WindowParsing.Read(reader, required: true),
                    IncludesCurrentOrder = reader.Flag("includesCurrentOrder") ?? false,
                };
                break;
            default:
                // Without a kind it is unknown which other fields are allowed.
                return rule;
        }

        reader.RefuseTheRest();
        return rule;
    }

    private static FrozenDictionary<string, Exact> ReadByTier(JsonObjectReader rule, References references)
    {
        var percents = new Dictionary<string, Exact>(StringComparer.Ordinal);
        if (rule.Object("percentByTier", required: true) is not { } reader) return FrozenDictionary<string, Exact>.Empty;
        foreach (var tier in reader.Names)
        {
            if (reader.Percent(tier) is { } percent && references.CheckTier(tier, reader.PathOf(tier), reader.Errors))
            {
                percents[tier] = percent;
            }
        }

        if (!reader.Names.Any()) rule.Fail("percentByTier", ProgramErrorCodes.Empty, "At least one tier is needed.");
        return percents.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
