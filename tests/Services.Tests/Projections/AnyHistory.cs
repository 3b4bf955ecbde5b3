using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Services.Tests.Projections;

/// <summary>
/// A history of some accounts over more than two years, at random: orders that are evaluated again later, lots that are spent, expire, are
/// taken back and given back, tiers and segments that come and go, rebates, and accounts that are merged.
/// </summary>
internal sealed class AnyHistory(Given given, Random random)
{
    private static readonly string[] Tiers = ["bronze", "silver", "gold"];

    private readonly List<Member> members = [.. "ABCDEF".Select(id => new Member($"{id}"))];
    private DateTimeOffset now = new(2010, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private int orders;

    /// <summary>An account, with what an event about it has to know.</summary>
    private sealed record Member(string Id)
    {
        public List<DiscountComputed> Orders { get; } = [];

        public Dictionary<long, (string Unit, decimal Left, decimal Spent)> Lots { get; } = [];

        public HashSet<string> Segments { get; } = [];

        public Dictionary<string, RebatePeriodOpened> Periods { get; } = [];

        public long LastLot { get; set; }

        public string? Tier { get; set; }
    }

    public IEnumerable<ILedgerEvent> Events(int steps)
    {
        yield return given.Published(Sample.Program.Replace(
            "\"earning\"", """ "pointValue": 0.01, "segments": [ { "id": "big", "when": { "ordersAtLeast": 1 } } ], "earning" """,
            StringComparison.Ordinal));
        for (var step = 0; step < steps; step++)
        {
            // At noon, so that a month is the same in every zone.
            now = now.AddDays(random.Next(4) == 0 ? random.Next(1, 12) : random.Next(2));
            var member = members[random.Next(members.Count)];
            var events = random.Next(10) switch
            {
                < 4 => Order(member),
                4 => Again(member),
                5 or 6 => Move(member),
                7 => Judge(member),
                8 => Close(member),
                _ when members.Count > 3 && random.Next(4) == 0 => Merge(member),
                _ => Rise(member),
            };
            foreach (var one in events) yield return one;
        }

        yield return given.Clock(now);
    }

    private IEnumerable<ILedgerEvent> Order(Member member)
    {
        var id = $"O{++orders}";
        yield return given.Order(member.Id, id, now);
        var quarter = (((now.Month - 1) / 3) * 3) + (now.Year * 12);
        var opened = new RebatePeriodOpened("quarterly", $"{now.Year}-Q{(now.Month + 2) / 3}", 1, quarter, 3, now, now.AddDays(90), "*");
        var evaluated = Stated(given.Evaluated(
            member.Id, id, now, Exact.Ratio(random.Next(1, 9_000), 7), random.Next(100), tier: member.Tier ?? "bronze"));
        yield return member.Periods.TryAdd(opened.Period, opened) ? evaluated with { RebatePeriods = [opened] } : evaluated;
        member.Tier ??= "bronze";
        member.Orders.Add(evaluated);
        if (random.Next(5) == 0) yield break;
        var unit = random.Next(4) == 0 ? Units.Cashback : Units.Points;
        var amount = unit == Units.Points ? random.Next(1, 900) : random.Next(1, 900) / 100m;
        var lot = ++member.LastLot;
        member.Lots.Add(lot, (unit, amount, 0));
        yield return given.Accrued(member.Id, lot, amount, id, now, unit: unit);
    }

    private IEnumerable<ILedgerEvent> Again(Member member)
    {
        if (member.Orders.Count == 0) yield break;
        var place = random.Next(member.Orders.Count);
        var before = member.Orders[place];
        var placed = new DateTimeOffset(before.Month / 12, (before.Month % 12) + 1, 15, 0, 0, 0, TimeSpan.Zero);
        var evaluated = Stated(given.Evaluated(
            member.Id, before.OrderId, placed, Exact.Ratio(random.Next(9_000), 7), random.Next(100), before)) with
        {
            EffectiveAt = now,
            RecordedAt = now,
        };
        member.Orders[place] = evaluated;
        yield return evaluated;
    }

    private IEnumerable<ILedgerEvent> Move(Member member)
    {
        if (member.Lots.Count == 0) yield break;
        var (lot, (unit, left, spent)) = member.Lots.ElementAt(random.Next(member.Lots.Count));
        var isBack = left == 0 || (spent > 0 && random.Next(4) == 0);
        if (isBack && spent == 0) yield break;
        var most = isBack ? spent : left;
        var amount = random.Next(3) == 0 ? most : Math.Max(1, Math.Floor(most / 2));
        if (amount > most) yield break;
        var books = (string[])[Books.Redeemed, Books.Redeemed, Books.Expired, Books.Issuance, Books.Arrears];
        var book = isBack ? Books.Redeemed : books[random.Next(books.Length)];
        var move = isBack ? new LotMove(lot, book, Books.Pending, amount) : new LotMove(lot, Books.Pending, book, amount);
        var spends = book == Books.Redeemed ? (isBack ? -amount : amount) : 0;
        member.Lots[lot] = (unit, left + (isBack ? amount : -amount), spent + spends);
        yield return given.Entry(member.Id, now, -amount, Sample.Shape<PointsRedeemed>(unit), move);
    }

    private IEnumerable<ILedgerEvent> Judge(Member member)
    {
        var segment = random.Next(2) == 0 ? "big" : "repeat";
        yield return member.Segments.Add(segment)
            ? new SegmentEntered(given.Program, member.Id, segment, 1, now, now)
            : new SegmentLeft(given.Program, member.Id, segment, 1, now, now);
        if (random.Next(2) == 0) member.Segments.Remove(segment);
        else yield break;
        yield return new SegmentLeft(given.Program, member.Id, segment, 1, now, now);
    }

    private IEnumerable<ILedgerEvent> Rise(Member member)
    {
        var from = member.Tier ?? "bronze";
        var to = Tiers[random.Next(Tiers.Length)];
        if (to == from) yield break;
        member.Tier = to;
        yield return new TierUpgraded(given.Program, member.Id, from, to, 1m, 1, new Cause("due"), now, now);
    }

    private IEnumerable<ILedgerEvent> Close(Member member)
    {
        if (member.Periods.Count == 0) yield break;
        var period = member.Periods.Values.ElementAt(random.Next(member.Periods.Count));
        yield return new RebateComputed(
            given.Program, member.Id, period.Rebate, period.Period, period.Start, 1, 1m, random.Next(900) / 100m, now, now);
    }

    private IEnumerable<ILedgerEvent> Merge(Member merged)
    {
        members.Remove(merged);
        var survivor = members[random.Next(members.Count)];
        var lots = merged.Lots.Where(lot => lot.Value.Left > 0).ToList();
        foreach (var (lot, (unit, left, _)) in lots)
        {
            yield return given.Entry(
                merged.Id, now, -left, Sample.Shape<PointsRedeemed>(unit), new LotMove(lot, Books.Pending, Books.Transfer, left));
        }

        yield return new AccountsMerged(given.Program, merged.Id, "m", merged.Id, survivor.Id, now, now);
        yield return new AccountsMerged(given.Program, survivor.Id, "m", merged.Id, survivor.Id, now, now);
        var months = merged.Orders.GroupBy(order => order.Month).OrderBy(month => month.Key).ToList();
        IReadOnlyList<MonthMeasure> measured =
        [
            .. months.Select(month => new MonthMeasure(
                month.Key, month.Aggregate(Exact.Zero, (sum, order) => sum + order.Evaluation.Measures.Scopes[0].Net), month.Count())),
        ];
        var tier = merged.Tier is { } held && random.Next(2) == 0 ? new TierHeld(held, now) : null;
        yield return new StandingMoved(
            given.Program, survivor.Id, merged.Id, merged.Orders.Count, measured.Count == 0 ? [] : [new ScopeMonths("*", measured)],
            [.. months.Select(month => new MonthPoints(month.Key, month.Sum(order => order.Evaluation.Points)))],
            [], [], [new AccountAlias(merged.Id, survivor.Id, [])], now, now, Tier: tier);
        survivor.Tier = tier?.Tier ?? survivor.Tier;
        survivor.Orders.AddRange(merged.Orders);
        var first = survivor.LastLot;
        yield return new HoldingsMoved(
            given.Program, survivor.Id, merged.Id,
            [.. lots.Select((lot, n) => new LotMoved(first + n + 1, lot.Key, "account", lot.Value.Unit, 0, 0, 0, 0))], [], [], [], [], now,
            now);
        foreach (var (_, (unit, left, _)) in lots)
        {
            var lot = ++survivor.LastLot;
            survivor.Lots.Add(lot, (unit, left, 0));
            yield return given.Entry(
                survivor.Id, now, left, Sample.Shape<PointsRedeemed>(unit), new LotMove(lot, Books.Transfer, Books.Pending, left));
        }
    }

    private DiscountComputed Stated(DiscountComputed computed)
    {
        var entitled = random.Next(900) / 100m;
        var evaluation = computed.Evaluation with { Entitled = entitled, Variance = entitled - (random.Next(900) / 100m) };
        return computed with { Evaluation = evaluation };
    }
}
