namespace Ledger.Model;

/// <summary>Parked facts: those that came before what they are about, and those dated ahead of the clock (domain.md §2).</summary>
internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, List<(string Content, Fact Fact)>> parked = new(StringComparer.Ordinal);
    private readonly List<Fact> ahead = [];

    /// <summary>The key of what a fact is about, and whether the fact itself creates that.</summary>
    private static (string Key, bool Begins)? SubjectOf(Fact fact) => fact switch
    {
        OrderPlaced f => ("order|" + OrderKey(f.Order.Source, f.Order.OrderId), true),
        OrderAmended f => ("order|" + OrderKey(f.Order.Source, f.Order.OrderId), true),
        OrderFact f => ("order|" + OrderKey(f.Source, f.OrderId), false),
        ActivityCompleted f => ("activity|" + f.Id, true),
        ActivityRevoked f => ("activity|" + f.Id, false),
        MembershipPurchased f => ("membership|" + f.Id, true),
        MembershipRefunded f => ("membership|" + f.Id, false),
        _ => null,
    };

    private static DateTimeOffset TimeOf(Fact fact) => fact switch
    {
        OrderPlaced f => f.Order.PlacedAt,
        OrderAmended f => Later(f.Order.PlacedAt, f.AmendedAt),
        OrderFact f => f.At,
        ActivityCompleted f => f.At,
        ActivityRevoked f => f.At,
        MembershipPurchased f => f.At,
        MembershipRefunded f => f.At,
        RateSet f => f.From,
        _ => DateTimeOffset.MinValue,
    };

    private Outcome Park(Fact fact, string content, bool mayPark)
    {
        if (mayPark)
        {
            var subject = SubjectOf(fact)!.Value.Key;
            var list = parked.TryGetValue(subject, out var l) ? l : parked[subject] = [];
            if (!list.Exists(x => x.Content == content))
            {
                list.Add((content, fact));
            }
        }
        return new Outcome(Result.Parked);
    }

    /// <summary>Applies the facts that were parked for a subject, by effective time, then arrival.</summary>
    private void Unpark(string subject)
    {
        if (!parked.Remove(subject, out var waiting))
        {
            return;
        }
        var from = DateTimeOffset.MinValue;
        if (subject.StartsWith("order|", StringComparison.Ordinal))
        {
            from = FindOrder(subject["order|".Length..])!.Now.PlacedAt;
        }
        foreach (var (_, fact) in waiting.OrderBy(x => Later(TimeOf(x.Fact), from)).ToList())
        {
            if (Take(fact, false).Result == Result.Conflict)
            {
                rejected.Add((fact, "conflict"));
            }
        }
    }

    private Outcome ParkUntilItsTime(Fact fact)
    {
        if (!ahead.Exists(x => ContentOf(x) == ContentOf(fact)))
        {
            ahead.Add(fact);
        }
        return new Outcome(Result.Parked);
    }

    /// <summary>Takes the facts whose time has come by the server's clock, in time order.</summary>
    public void PassTime(DateTimeOffset now)
    {
        foreach (var fact in ahead.Where(x => TimeOf(x) <= now).OrderBy(TimeOf).ToList())
        {
            ahead.Remove(fact);
            if (Take(fact, true).Result == Result.Conflict)
            {
                rejected.Add((fact, "conflict"));
            }
        }
    }

    /// <summary>The order is rejected for good, and with it what waited for it.</summary>
    public void GiveUp(string source, string orderId)
    {
        if (parked.Remove("order|" + OrderKey(source, orderId), out var waiting))
        {
            foreach (var (_, fact) in waiting)
            {
                rejected.Add((fact, "order_rejected"));
            }
        }
    }

    public int ParkedCount(string source, string orderId) =>
        parked.TryGetValue("order|" + OrderKey(source, orderId), out var l) ? l.Count : 0;
}
