using System.Globalization;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Import;

/// <summary>Sends the facts of a file to the ledger until each has an outcome.</summary>
internal sealed class ImportRun(IFacts facts, IFactSender sender, Tally tally, int lanes, Screen screen, ClockFollower? clock = null)
{
    // The most rounds: if the service keeps restarting during one import, sending again does not help.
    private const int RoundsMax = 5;

    public Task<FactCounts> RunAsync(CancellationToken cancellation) =>
        screen.FollowAsync("Importing", Look, () => SendAsync(cancellation));

    private async Task<FactCounts> SendAsync(CancellationToken cancellation)
    {
        for (var round = 1; round <= RoundsMax; round++)
        {
            if (await SendOnceAsync(cancellation) && await sender.SettleAsync(cancellation)) return tally.Counts;
            screen.Note("The service was started anew during the import: sending all facts again. Those it has are repeats.");
        }

        throw new CliFailure($"The service was started anew {RoundsMax} times during the import: {HowFar()}.");
    }

    private async Task<bool> SendOnceAsync(CancellationToken cancellation)
    {
        if (clock is not null) await clock.BeginAsync(cancellation);
        using var feed = facts.Read();
        return await new Lanes(sender, lanes, clock).SendAsync(feed, cancellation);
    }

    /// <summary>The number of facts with an outcome, as the end of a sentence.</summary>
    public string HowFar() => string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Counts.All:N0} of {facts.Count:N0} facts were accounted for; importing the file again continues safely");

    private Progress Look()
    {
        var counts = tally.Counts;
        var lost = counts.Rejected + counts.Conflicts + facts.Unreadable.Count;
        return new Progress(
            Math.Min(counts.All, facts.Count), facts.Count, string.Create(CultureInfo.InvariantCulture, $"{lost:N0} rejected"));
    }
}
