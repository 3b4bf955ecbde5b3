using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Host.Endpoints.Validation;
using Ledger.Services.Tests.Running;
using NUnit.Framework;

namespace Ledger.Services.Tests.Validation;

/// <summary>
/// An order to be recorded is checked by hand-written code, because that path is hot; an order to be simulated is checked by a validator.
/// For any number of mistakes, both give the same code and sentence.
/// </summary>
public sealed class SameRefusalsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly OrderPlacedValidator Validator = new(new SetTime(Now));

    private static readonly Func<OrderPlaced, Random, OrderPlaced>[] Mistakes =
    [
        (order, r) => order with { Program = BadId(r) },
        (order, r) => order with { Source = BadId(r) },
        (order, r) => order with { OrderId = BadId(r) },
        (order, r) => order with { AccountId = BadId(r) },
        (order, r) => order with { ContactId = BadId(r) },
        (order, r) => order with { PartnerId = BadId(r) },
        (order, r) => order with { Revision = -r.Next(3) },
        (order, _) => order with { PlacedAt = default },
        (order, r) => order with { PlacedAt = Now.AddHours(20 + r.Next(8)) },
        (order, _) => order with { AmendedAt = default(DateTimeOffset) },
        (order, r) => order with { AmendedAt = Now.AddHours(20 + r.Next(8)) },
        (order, r) => order with { Tags = new Dictionary<string, string> { [BadText(r)] = "v", ["ok"] = "v" } },
        (order, r) => order with { Tags = new Dictionary<string, string> { ["ok"] = "v", ["bad"] = r.Next(3) == 0 ? null! : BadText(r) } },
        (order, _) => order with { Lines = [] },
        (order, _) => order with { Lines = null! },
        (order, _) => order with { Lines = [.. order.Lines, null!] },
        (order, _) => order with { Lines = [.. order.Lines, order.Lines[0]] },
        (order, _) =>
            order with
            {
                Lines = [.. Enumerable.Range(0, FactChecks.LinesMax + 1).Select(n => order.Lines[0] with { LineId = $"L{n}" })],
            },
        (order, r) => WithLine(order, line => line with { LineId = BadId(r) }),
        (order, r) => WithLine(order, line => line with { Sku = BadText(r) }),
        (order, r) => WithLine(order, line => line with { Category = BadText(r) }),
        (order, _) => WithLine(order, line => line with { Kind = "gift" }),
        (order, r) => WithLine(order, line => line with { Quantity = -r.Next(2) }),
        (order, _) => WithLine(order, line => line with { UnitPrice = -0.01m }),
        (order, _) => WithLine(order, line => line with { Discount = -0.01m }),
        (order, _) => WithLine(order, line => line with { Discount = (line.Quantity * line.UnitPrice) + 0.01m }),
    ];

    [Test]
    public void An_order_is_refused_alike_by_the_hot_path_and_by_the_validator()
    {
        var random = new Random(20_260_101);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < 4_000; n++)
        {
            var order = Enumerable.Range(0, random.Next(4)).Aggregate(Order(random), (wrong, _) => Wrong(wrong, random));
            var (byHand, byValidator) = (FactChecks.Check(order, Now), Validator.Validate(order).Refusal());
            Assert.That((byValidator?.Code, byValidator?.Message), Is.EqualTo((byHand?.Code, byHand?.Message)), $"order {n}");
            codes.Add(byHand?.Code ?? "none");
        }

        Assert.That(codes, Is.EquivalentTo(new[]
            {
                "none",
                Refusals.MalformedId,
                Refusals.InvalidRevision,
                Refusals.InvalidValue,
                Refusals.DatedInFuture,
                Refusals.MalformedText,
                Refusals.NoLines,
                Refusals.TooManyLines,
                Refusals.DuplicateLine,
                Refusals.InvalidKind,
                Refusals.NonPositiveQuantity,
                Refusals.NegativePrice,
                Refusals.NegativeDiscount,
                Refusals.DiscountAboveGross,
            }));
    }

    [Test]
    public void A_command_and_a_fact_refuse_the_same_mistake_alike()
    {
        var (random, commands) = (new Random(20_260_102), new CommandValidation(new SetTime(Now)));
        for (var n = 0; n < 500; n++)
        {
            var id = random.Next(3) == 0 ? "good" : BadId(random);
            var fact = FactChecks.Check(Order(random) with { AccountId = id }, Now);
            var command = commands.Check(new MergeAccounts("p", "k", id, "other"));
            Assert.That((command?.Code, command?.Message), Is.EqualTo((fact?.Code, fact?.Message)), id);
        }
    }

    private static OrderPlaced Wrong(OrderPlaced order, Random random)
    {
        // Without lines there is nothing more to spoil in them.
        var wrong = Mistakes[random.Next(Mistakes.Length)];
        return order.Lines is { Count: > 0 and < 100 } && order.Lines[0] is not null ? wrong(order, random) : order;
    }

    private static OrderPlaced Order(Random random) => new(
        "acme", "shop", $"O{random.Next(1000)}", $"A{random.Next(1000)}", Now.AddDays(-random.Next(1, 300)), "GBP",
        [.. Enumerable.Range(1, random.Next(1, 5)).Select(n => new OrderLine(
            $"L{n}", "tea ☕", random.Next(1, 9), random.Next(0, 500) / 100m, n % 2 == 0 ? "garden" : null))],
        Tags: random.Next(2) == 0 ? null : new Dictionary<string, string> { ["channel"] = "web", ["note"] = "" });

    private static OrderPlaced WithLine(OrderPlaced order, Func<OrderLine, OrderLine> change) =>
        order with { Lines = [.. order.Lines.SkipLast(1), order.Lines[^1] is { } last ? change(last) : null!] };

    private static string BadId(Random random) => random.Next(6) switch
    {
        0 => "",
        1 => "two words",
        2 => "käse",
        3 => new string('x', 129),
        4 => "bell\a",
        _ => null!,
    };

    private static string BadText(Random random) => random.Next(5) switch
    {
        0 => "",
        1 => "tab\t",
        2 => new string('x', 257),
        3 => "half \ud83d",
        _ => "\udc00 other half",
    };
}
