using System.Diagnostics;
using System.Globalization;
using Ledger.Fuzz.Checks;
using Ledger.Fuzz.Inputs;
using Ledger.Fuzz.Sending;

namespace Ledger.Fuzz.Runs;

/// <summary>Publishes programs, sends mutated requests and messages over many connections at once, and looks at what is left.</summary>
public sealed class FuzzRun(Options options, TextWriter output)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);

    /// <summary>What was sent.</summary>
    public Tally Tally { get; } = new();

    /// <summary>What was found.</summary>
    public Findings Findings { get; } = new(options.Out, options.Seed);

    /// <summary>The programs that were used; others checks may look at them afterwards.</summary>
    public Scenario Scenario { get; } = new(string.Create(CultureInfo.InvariantCulture, $"{options.Seed:x}-{Environment.ProcessId:x}"));

    /// <summary>Runs it; true when nothing was found.</summary>
    public async Task<bool> RunAsync()
    {
        await SayAsync($"seed        {options.Seed}");
        var codes = RefusalCodes.Read(options.Root);
        var check = new AnswerCheck(codes);
        using var service = new Service(options);
        foreach (var program in Scenario.All) await service.PublishAsync(program);
        await using var queues = options.Rabbit is { } rabbit ? await Queues.ConnectAsync(rabbit, Scenario.Run) : null;
        var http = Enumerable.Range(0, options.HttpLanes).Select(lane =>
            new HttpLane(options, new Requests(Scenario, options.Seed, lane), check, Findings, Tally)).ToList();
        var bus = queues is null ? [] : Enumerable.Range(100, options.BusLanes).Select(lane =>
            new BusLane(queues, new Messages(Scenario, options.Seed, lane, queues.AnswersTo), Tally)).ToList();

        var began = Stopwatch.GetTimestamp();
        using (var end = new CancellationTokenSource(options.Duration))
        {
            await Task.WhenAll([.. http.Select(lane => Task.Run(() => lane.RunAsync(end.Token))),
                .. bus.Select(lane => Task.Run(() => lane.RunAsync(end.Token))), WatchAsync(began, end)]);
        }

        var took = Stopwatch.GetElapsedTime(began);
        await ReportAsync(took);
        began = Stopwatch.GetTimestamp();
        var slow = 0;
        foreach (var lane in http) slow += await lane.AskSlowAgainAsync();
        await new Aftermath(options, Scenario, service, codes, Findings).CheckAsync(http, bus, queues);
        await SayAsync($"slow        {slow} answers took more than a second under load; each was asked again alone");
        took = Stopwatch.GetElapsedTime(began);
        await SayAsync($"afterwards  {took.TotalSeconds:F0} s to check queues, good facts, refusals, books and log");
        foreach (var line in Findings.Told) await SayAsync($"FOUND       {line}");
        await output.WriteLineAsync(Findings.Any ? $"result      {Findings.Told.Count} kinds of findings" : "result      nothing found");
        return !Findings.Any;
    }

    private async Task WatchAsync(long began, CancellationTokenSource end)
    {
        var told = Stopwatch.GetTimestamp();
        try
        {
            while (!end.IsCancellationRequested)
            {
                await Task.Delay(200, end.Token);
                if (Tally.Mutated >= options.Enough) await end.CancelAsync();
                if (Stopwatch.GetElapsedTime(told) < TellEvery) continue;
                told = Stopwatch.GetTimestamp();
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                await SayAsync($"so far      {Tally.Mutated:N0} mutated in {seconds:F0} s, {Findings.Told.Count} kinds of findings");
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    private async Task ReportAsync(TimeSpan took)
    {
        var (requests, facts, messages, parts) = (Tally.Requests, Tally.Facts, Tally.Messages, Tally.MessageFacts);
        await SayAsync($"mutated     {Tally.Mutated:N0} in {took.TotalSeconds:F1} s, {Tally.Mutated / took.TotalSeconds:N0}/s");
        await SayAsync($"http        {requests:N0} requests, {facts:N0} mutated facts in batches");
        await SayAsync($"answers     {string.Join(", ", Tally.Statuses)}");
        await SayAsync($"bus         {messages:N0} messages, {parts:N0} mutated facts and commands in them");
        await SayAsync($"good        {Tally.Good:N0} facts among them that must all be recorded");
    }

    private Task SayAsync(FormattableString line) => output.WriteLineAsync(FormattableString.Invariant(line));
}
