using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Fuzz.Inputs;
using Ledger.Fuzz.Runs;
using Ledger.Fuzz.Sending;

namespace Ledger.Fuzz.Checks;

/// <summary>Checks the service after the run, when nothing is in flight: no fact was lost, all counts add up, and the log
/// verifies.</summary>
internal sealed partial class Aftermath(Options options, Scenario scenario, Service service, IReadOnlySet<string> codes, Findings findings)
{
    private const int RefusalsMax = 30_000;
    private static readonly TimeSpan DrainMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ArriveMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan VerifyMax = TimeSpan.FromMinutes(20);
    private static readonly string[] BadQueues =
        [.. new[] { Message.Orders, Message.Commands }.SelectMany(queue => new[] { $"{queue}_error", $"{queue}_skipped" })];

    private static readonly string[] ErrorLines = ["fail:", "crit:", "Unhandled"];

    public async Task CheckAsync(IReadOnlyList<HttpLane> http, IReadOnlyList<BusLane> bus, Queues? queues)
    {
        if (queues is not null) await BusAsync(bus, queues);
        foreach (var lane in http) await GoodAsync(scenario.Main, lane.Requests.GoodLane, lane.Requests.Good);
        foreach (var lane in bus)
        {
            if (!await GoodAsync(scenario.Bus, lane.Messages.GoodLane, lane.Messages.Good)) await FirstLostAsync(lane);
        }

        foreach (var program in scenario.All.Append("-"))
        {
            await RefusalsAsync(program);
            if (program != "-") await BooksAsync(program);
        }

        await VerifyAsync();
        if (options.Log is { } log) Errors(log);
    }

    private async Task BusAsync(IReadOnlyList<BusLane> lanes, Queues queues)
    {
        foreach (var queue in new[] { Message.Orders, Message.Commands })
        {
            var deadline = DateTime.UtcNow + DrainMax;
            while (await queues.WaitingAsync(queue) is > 0 and var waiting)
            {
                await Task.Delay(100);
                if (DateTime.UtcNow < deadline) continue;
                findings.Add(new Finding("a queue does not drain", queue, $"{waiting} messages wait after {DrainMax.TotalSeconds:F0} s"));
                break;
            }
        }

        foreach (var queue in BadQueues)
        {
            if (await queues.WaitingAsync(queue) is not (> 0 and var lost)) continue;
            findings.Add(new Finding("messages ended in a queue that nobody reads", queue, $"{lost}"));
        }

        await IntakeAsync(lanes.Sum(lane => lane.Outcomes), lanes.Sum(lane => lane.Uncertain));
        await AnswersAsync(queues, lanes.Sum(lane => lane.Asked));
    }

    // Each fact has one outcome; the program of a message that cannot be read is unknown.
    private async Task IntakeAsync(long least, long uncertain)
    {
        var shown = await service.UntilAsync($"/v1/programs/{scenario.Bus}/intake", json => Received(json) >= least, ArriveMax);
        var (intake, received) = (shown.GetProperty("bus"), Received(shown));
        if (received < least || received > least + uncertain)
        {
            findings.Add(new Finding(
                "facts over the bus were lost or counted twice", received < least ? "too few outcomes" : "too many outcomes",
                $"{received} outcomes for {least} facts and at most {uncertain} more: {intake}"));
        }

        var ended = intake.EnumerateObject().Where(member => member.Name != "received").Sum(member => member.Value.GetInt64());
        if (ended != received) findings.Add(new Finding("the intake does not add up", "", $"{intake}"));

        static long Received(JsonElement json) => json.GetProperty("bus").GetProperty("received").GetInt64();
    }

    private async Task AnswersAsync(Queues queues, long asked)
    {
        for (var deadline = DateTime.UtcNow + ArriveMax; queues.Answered < asked && DateTime.UtcNow < deadline;) await Task.Delay(100);
        if (queues.Answered < asked)
        {
            findings.Add(new Finding("commands over the bus were not answered", "",
                $"{asked} asked for an answer, {queues.Answered} came"));
        }

        foreach (var answer in queues.Answers)
        {
            var (code, message) = Queues.RefusalIn(answer);
            if (code is not null && !codes.Contains(code)) Tell(new Finding("a code is not documented", code, answer), answer);
            if (message is not null && AnswerCheck.Text($"answer over the bus, {code}", message) is { } leak) Tell(leak, answer);
        }
    }

    // Each account that only good facts name must have as many orders as were sent.
    private async Task<bool> GoodAsync(string program, string lane, long[] sent)
    {
        var position = (await service.GetAsync($"/v1/programs/{program}/intake")).GetProperty("position").GetInt64();
        var all = true;
        for (var n = 0; n < sent.Length; n++)
        {
            if (sent[n] == 0) continue;
            var account = Scenario.GoodAccount(lane, n);
            var (status, standing) = await CaughtUpAsync($"/v1/programs/{program}/accounts/{account}/standing?minPosition={position}");
            var recorded = status == 200 ? standing.GetProperty("orders").GetInt64() : 0;
            if (recorded == sent[n]) continue;
            all = false;
            findings.Add(new Finding(
                "good facts are not recorded as often as sent", program == scenario.Bus ? "bus" : "http",
                $"{account}: {sent[n]} orders were sent, {recorded} are recorded ({status})"));
        }

        return all;
    }

    // Finds the first message of which a good fact is missing.
    private async Task FirstLostAsync(BusLane lane)
    {
        for (var number = 0L; number < lane.Count; number++)
        {
            var message = lane.Messages.Make(number);
            foreach (var order in message.Good)
            {
                if ((await service.AskAsync("GET", $"/v1/programs/{scenario.Bus}/orders/shop/{order}")).Status == 200) continue;
                Tell(
                    new Finding("a message is torn", message.Queue, $"order {order} of it is not recorded"), message.Body,
                    $"message {number} of lane {lane.Messages.GoodLane}, {message.ContentType}");
                return;
            }
        }
    }

    // Checks the code and the sentence of every recorded refusal.
    private async Task RefusalsAsync(string program)
    {
        var seen = 0;
        for (string? after = null; seen < RefusalsMax;)
        {
            var next = after is null ? "" : $"&after={after}";
            var (status, page) = await service.AskAsync("GET", $"/v1/programs/{program}/rejected?limit=1000{next}");
            if (status == 404) return;
            if (status != 200)
            {
                findings.Add(new Finding($"status {status}", "GET rejected", $"{page}"));
                return;
            }

            foreach (var refused in page.GetProperty("rejected").EnumerateArray())
            {
                seen++;
                var (code, shown) = (refused.GetProperty("code").GetString() ?? "", refused.GetRawText());
                if (!codes.Contains(code)) Tell(new Finding("a code is not documented", code, shown), shown);
                var where = $"{refused.GetProperty("door").GetString()} rejected, {code}";
                if (AnswerCheck.Text(where, refused.GetProperty("reason").GetString() ?? "") is { } leak) Tell(leak, shown);
            }

            if (!page.TryGetProperty("next", out var cursor) || cursor.ValueKind == JsonValueKind.Null) return;
            after = cursor.ToString();
        }
    }

    private async Task BooksAsync(string program)
    {
        var (status, report) = await CaughtUpAsync($"/v1/programs/{program}/reports/trial-balance");
        if (status != 200)
        {
            findings.Add(new Finding($"status {status}", "GET trial-balance", $"{report}"));
        }
        else if (report.GetProperty("sums").EnumerateArray().Any(sum => sum.GetProperty("amount").GetDecimal() != 0))
        {
            findings.Add(new Finding("the books do not sum to zero", "", $"{program}: {report}"));
        }
    }

    private async Task VerifyAsync()
    {
        await service.MustAsync("POST", "/v1/integrity/verify");
        var verified = await service.UntilAsync("/v1/integrity/verify", json => StateOf(json) is "done" or "failed", VerifyMax);
        if (StateOf(verified) == "done" && verified.GetProperty("ok").GetBoolean()) return;
        findings.Add(new Finding("the log does not verify", "", verified.GetRawText()));

        static string? StateOf(JsonElement json) => json.GetProperty("state").GetString();
    }

    // A query of a view that is behind is answered with an error after a wait; then it is repeated.
    private async Task<(int Status, JsonElement Json)> CaughtUpAsync(string target)
    {
        for (var deadline = DateTime.UtcNow + DrainMax; ;)
        {
            var (status, json) = await service.AskAsync("GET", target);
            if (status is not (503 or 504 or 409 or 412 or 425) || DateTime.UtcNow > deadline) return (status, json);
        }
    }

    // What the service itself calls an error, it has not foreseen. MassTransit's R-FAULT is its notice of a message that cannot be read,
    // which is then
    // rejected; after a T-FAULT the same message comes again.
    private void Errors(string log)
    {
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            if (!ErrorLines.Any(begin => line.StartsWith(begin, StringComparison.Ordinal))
                || line.Contains("] R-FAULT ", StringComparison.Ordinal)) continue;
            var logger = line.Split(' ', 3) is [_, var name, ..] ? name : "";
            findings.Add(new Finding("the service logged an error", $"{logger} {ExceptionName().Match(line).Value}", line));
        }
    }

    [GeneratedRegex(@"\w+Exception: [^.'0-9]{0,60}")]
    private static partial Regex ExceptionName();

    private void Tell(Finding finding, string shown) => Tell(finding, System.Text.Encoding.UTF8.GetBytes(shown), "");

    private void Tell(Finding finding, byte[] bytes, string description)
    {
        if (findings.Add(finding)) findings.Save(finding, bytes, description);
    }
}
