using Ledger.Cli.Terminal;
using Ledger.Contracts.V1.Answers;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary>The state of books and log, for people.</summary>
internal static class IntegrityOutput
{
    /// <summary>The books, with the sums that must be zero.</summary>
    public static IEnumerable<IRenderable> Of(TrialBalanceAnswer answer)
    {
        yield return PageParts.Table(
            $"Books at position {answer.Position}",
            ["book", "unit", "#amount"],
            answer.Books.Select(book => new[] { book.Book, book.Unit, PageParts.Number(book.Amount) }));
        var wrong = answer.Sums.Where(sum => sum.Amount != 0).ToList();
        yield return PageParts.Sentence(wrong.Count == 0
            ? "The books of every unit sum to zero."
            : $"NOT zero: {string.Join(", ", wrong.Select(sum => $"{sum.Unit} {PageParts.Number(sum.Amount)}"))}.");
    }

    /// <summary>The head of the log, and the lag of its followers.</summary>
    public static IEnumerable<IRenderable> Of(IntegrityAnswer answer)
    {
        yield return PageParts.Facts(("Head", PageParts.Number(answer.Head)), ("Chain", answer.Chain));
        yield return PageParts.Table(
            "Behind the log",
            ["reader", "kind", "#position", "#lag", "state"],
            answer.Projections.Select(one => new[]
                {
                    one.Name, "view", PageParts.Number(one.Position), PageParts.Number(one.Lag), one.Fault ?? "",
                })
                .Concat(answer.Daemon.Select(one => new[]
                {
                    one.Name, "shard", PageParts.Number(one.Position), PageParts.Number(one.Lag), "",
                }))
                .Concat(answer.Webhooks.Select(one => new[]
                {
                    $"{one.Program}/{one.Name}", "webhook", PageParts.Number(one.Position), PageParts.Number(one.Lag), one.State,
                })));
    }
}
