using Ledger.Cli.Terminal;
using Ledger.Contracts.V1.Answers;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary>The state of books and log, for people.</summary>
internal static class IntegrityViews
{
    /// <summary>The books, with the sums that must be zero.</summary>
    public static IEnumerable<IRenderable> Of(TrialBalanceAnswer answer)
    {
        yield return Shown.Table(
            $"Books at position {answer.Position}",
            ["book", "unit", "#amount"],
            answer.Books.Select(book => new[] { book.Book, book.Unit, Shown.Number(book.Amount) }));
        var wrong = answer.Sums.Where(sum => sum.Amount != 0).ToList();
        yield return Shown.Sentence(wrong.Count == 0
            ? "The books of every unit sum to zero."
            : $"NOT zero: {string.Join(", ", wrong.Select(sum => $"{sum.Unit} {Shown.Number(sum.Amount)}"))}.");
    }

    /// <summary>The head of the log, and the lag of its followers.</summary>
    public static IEnumerable<IRenderable> Of(IntegrityAnswer answer)
    {
        yield return Shown.Facts(("Head", Shown.Number(answer.Head)), ("Chain", answer.Chain));
        yield return Shown.Table(
            "Behind the log",
            ["reader", "kind", "#position", "#lag", "state"],
            answer.Projections.Select(one => new[]
                {
                    one.Name, "view", Shown.Number(one.Position), Shown.Number(one.Lag), one.Fault ?? "",
                })
                .Concat(answer.Daemon.Select(one => new[] { one.Name, "shard", Shown.Number(one.Position), Shown.Number(one.Lag), "" }))
                .Concat(answer.Webhooks.Select(one => new[]
                {
                    $"{one.Program}/{one.Name}", "webhook", Shown.Number(one.Position), Shown.Number(one.Lag), one.State,
                })));
    }
}
