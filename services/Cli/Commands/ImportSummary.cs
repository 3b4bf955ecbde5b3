using System.Globalization;
using Ledger.Cli.Import;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary>Summarises an import in a few lines.</summary>
internal static class ImportSummary
{
    private const int ProblemsShown = 10;

    public static async Task WriteAsync(ImportReport report, Screen screen)
    {
        if (report.File is { } file)
        {
            await screen.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Read {file.Lines:N0} lines: {file.Orders:N0} orders and {file.Returns:N0} returns of {file.Accounts:N0} accounts. "
                + $"Left out: {file.LinesWithoutCustomer:N0} lines without a customer, {file.LinesSkipped:N0} for quantity or price, "
                + $"{file.ALines:N0} A lines."));
            await screen.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Not matched with any order: {file.UnmatchedLines:N0} cancellation lines with {file.UnmatchedPieces:N0} pieces "
                + $"({file.UnmatchedAmount:N2})."));
        }

        await screen.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
            $"Sent {report.Facts:N0} facts in {report.Seconds:N1} s ({report.FactsPerSecond:N0}/s): {report.Recorded:N0} recorded, "
            + $"{report.Repeated:N0} repeated, {report.Superseded:N0} superseded, {report.Parked:N0} parked, {report.Rejected:N0} "
            + $"rejected, {report.Conflicts:N0} in conflict."));
        foreach (var problem in report.Problems.Take(ProblemsShown))
        {
            await screen.Error.WriteLineAsync(Line(problem));
        }

        if (report.Lost > 0)
        {
            await screen.Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Lost:N0} facts are not in the ledger. 'ledger rejected "
                        + $"list --program {report.Program}' shows what it rejected."
                )
            );
        }
    }

    /// <summary>A problem as a line for people.</summary>
    public static string Line(FactProblem problem)
    {
        var subject = problem.Subject is null ? "" : $" ({problem.Subject})";
        var column = problem.Column is null ? "" : $", column '{problem.Column}'";
        return Text($"Fact {problem.Fact}{column}{subject}: {problem.Message} ({problem.Code})");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
