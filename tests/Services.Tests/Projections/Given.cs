using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Services.Tests.Projections;

/// <summary>Hand-made events of one program, with an account's entries numbered as the ledger does.</summary>
internal sealed class Given(string program)
{
    public static readonly DateTimeOffset Start = new(2011, 1, 10, 9, 30, 0, TimeSpan.Zero);

    private readonly Dictionary<string, long> sequences = [];

    public string Program => program;

    public static DateTimeOffset Day(int days) => Start.AddDays(days);

    public OrderRecorded Order(string account, string order, DateTimeOffset at, int lines = 1, string source = "shop") => new(
        program, source, order, account, 1, at, "GBP",
        [.. Enumerable.Range(1, lines).Select(n => new OrderLine($"L{n}", $"SKU {n}", 2, 3.25m))], 1, "hash", at, at);

    public DiscountComputed Evaluated(
        string account, string order, DateTimeOffset at, Exact net, long points, DiscountComputed? previous = null, string tier = "bronze",
        int lines = 1, string source = "shop")
    {
        var measures = new OrderMeasures(points, [new ScopeMeasure("*", net, true), new ScopeMeasure("goods@1", net, true)]);
        var shares = Enumerable.Range(1, lines).Select(n => new LineShare($"L{n}", 1m, 0.07m, 2)).ToList();
        return new DiscountComputed(
            program, source, order, account, 1, (at.Year * 12) + at.Month - 1,
            new OrderEvaluation(
                net, net, 1.5m, 0m, 1.5m, points, [new OwnerPoints("account", points)], shares,
                [new DiscountOutcome("card", "base", true, 1m)], [new EarningOutcome("base", true, "account", net, 1m, points)],
                measures, new FrozenContext(1, tier, 1m, [], [], ["*", "goods@1"])),
            at, at, previous?.Evaluation.Measures);
    }

    public PointsAccrued Accrued(
        string account, long lot, decimal amount, string order, DateTimeOffset at, string owner = "account", string unit = "points",
        string source = "shop") =>
        new PointsAccrued
        {
            Program = program,
            AccountId = account,
            Sequence = Next(account),
            Owner = owner,
            Unit = unit,
            Amount = amount,
            Moves = [new LotMove(lot, Books.Issuance, Books.Pending, amount)],
            Opened = new LotOpened(lot, at.AddDays(14), at.AddYears(1), $"{source}/{order}"),
            Cause = new Cause("order", source, order),
            ProgramVersion = 1,
            Balance = new BalanceAfter(amount, 0, 0, 0),
            EffectiveAt = at,
            RecordedAt = at,
            Components = [new Component("base", amount, 1m, amount)],
        };

    public PointsActivated Activated(
        string account, long lot, decimal amount, DateTimeOffset at, string unit = "points", string owner = "account") =>
        new PointsActivated
        {
            Program = program,
            AccountId = account,
            Sequence = Next(account),
            Owner = owner,
            Unit = unit,
            Amount = amount,
            Moves = [new LotMove(lot, Books.Pending, Books.Available, amount)],
            Cause = new Cause("due"),
            ProgramVersion = 1,
            Balance = new BalanceAfter(0, amount, 0, 0),
            EffectiveAt = at,
            RecordedAt = at,
        };

    /// <summary>Any other entry, by its moves.</summary>
    public T Entry<T>(string account, DateTimeOffset at, decimal amount, T shape, params LotMove[] moves)
        where T : Movement => shape with
        {
            Program = program,
            AccountId = account,
            Sequence = Next(account),
            Amount = amount,
            Moves = moves,
            EffectiveAt = at,
            RecordedAt = at,
        };

    public ProgramPublished Published(string document) =>
        new(program, 1, JsonDocument.Parse(document).RootElement, "manual", new DateTimeOffset(2009, 1, 1, 0, 0, 0, TimeSpan.Zero), Start);

    public ClockAdvanced Clock(DateTimeOffset at) => new(program, "manual", at, at);

    private long Next(string account) => sequences[account] = sequences.GetValueOrDefault(account) + 1;
}
