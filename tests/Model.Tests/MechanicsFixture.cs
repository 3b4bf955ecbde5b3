using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>Tests of the model with a plain program to which each test adds sections.</summary>
public abstract class MechanicsFixture
{
    protected const string Id = "p";
    private int keys;

    protected M.ModelLedger Ledger { get; private set; } = new();

    [SetUp]
    public void Fresh() => Ledger = new M.ModelLedger();

    protected static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T12:00:00Z", CultureInfo.InvariantCulture);

    protected static M.Order Snapshot(string id, string account, string day, decimal amount) =>
        new(Id, "shop", id, account, At(day), "GBP", [new M.Line("L", "s", 1, amount)]);

    /// <summary>A plain program with some sections put in or replaced.</summary>
    protected void Publish(string sections)
    {
        var program = JsonNode.Parse("""
            {
              "program": "p", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
              "currency": "GBP", "timeZone": "Europe/London", "pointValue": 0.01,
              "scopes": { "goods": { } },
              "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
              "tiers": [ { "id": "low", "from": 0 } ],
              "earning": [ { "id": "e", "points": 1, "per": 1, "scope": "goods", "tierMultiplier": true } ],
              "points": { "activation": { "on": "placed" }, "negative": "arrears" }
            }
            """)!.AsObject();
        foreach (var (name, section) in JsonNode.Parse("{" + sections + "}")!.AsObject()) program[name] = section?.DeepClone();
        Ledger.PublishProgram(program.ToJsonString());
    }

    protected void Order(string id, string account, string day, decimal amount) =>
        Recorded(Ledger.Apply(new M.OrderPlaced(Snapshot(id, account, day, amount))));

    protected void Return(string order, decimal quantity, string day) =>
        Recorded(Ledger.Apply(new M.OrderReturned(Id, "shop", order, $"back{++keys}", At(day), [new M.ReturnLine("L", quantity)])));

    protected void Do(M.Fact fact) => Recorded(Ledger.Apply(fact));

    protected void Recorded(M.Outcome outcome)
    {
        Assert.That(outcome.Result, Is.EqualTo(M.Result.Recorded), outcome.Code);
        Ledger.Check(Id);
    }

    protected string? Refusal(M.Command command)
    {
        var outcome = Ledger.Do(command);
        Assert.That(outcome.Result, Is.EqualTo(M.Result.Rejected));
        return outcome.Code;
    }

    /// <summary>Available of accrued.</summary>
    protected string Points(string account)
    {
        var row = Ledger.Balances(Id).Single(row => row.AccountId == account && row.Unit == "points");
        return $"{row.Available + row.Held + row.Pending} of {row.Accrued}";
    }

    protected string[] Owners() =>
        [.. Ledger.Balances(Id).Where(row => row.Unit == "points").Select(row => $"{row.Owner} {row.Available}")];
}
