using System.Text;
using Ledger.Fuzz.Checks;
using Ledger.Fuzz.Inputs;
using Ledger.Fuzz.Sending;

namespace Ledger.Fuzz.Runs;

/// <summary>One connection over HTTP that sends one request after the other.</summary>
public sealed class HttpLane(Options options, Requests requests, AnswerCheck check, Findings findings, Tally tally)
{
    private const int SlowMax = 40;
    private const int TriesAlone = 4;
    private static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(20);
    private readonly List<(Request Request, Answer Answer)> slow = [];

    /// <summary>Makes what it sends, and counts what of it was acknowledged.</summary>
    public Requests Requests => requests;

    /// <summary>Sends until the token is cancelled; a batch that is on its way then is still sent until it is acknowledged.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var connection = new HttpConnection(options.Url);
        for (var number = 0L; !ct.IsCancellationRequested; number++)
        {
            var request = requests.Make(number);
            tally.Request(request);
            var answer = await TryAsync(connection, number, request);
            if (request.GoodLines is not null) await AcknowledgeAsync(connection, number, request, answer);
        }
    }

    // What was not acknowledged is sent again until it is, as every sender of facts must: then it is recorded, and once.
    private async Task AcknowledgeAsync(HttpConnection connection, long number, Request request, Answer answer)
    {
        for (var deadline = DateTime.UtcNow + AcknowledgeWithin; !answer.IsAcknowledgement && DateTime.UtcNow < deadline;)
        {
            await Task.Delay(answer.RetryAfter, CancellationToken.None);
            answer = await TryAsync(connection, number, request);
        }

        if (answer.IsAcknowledgement) requests.Acknowledged(number, request);
        else Tell(new Finding("a batch is never acknowledged", $"{answer.Status}", answer.ToString()), number, request);
    }

    private async Task<Answer> TryAsync(HttpConnection connection, long number, Request request)
    {
        var answer = await SendAsync(connection, request);
        tally.Answer(answer.Status);
        if (answer.Duration > AnswerCheck.SlowAfter && slow.Count < SlowMax) slow.Add((request, answer));
        if (check.Of(request, answer) is { } finding && findings.Add(finding)) await SaveAsync(connection, number, request, finding);
        if (connection.HoldsUnasked)
        {
            Tell(new Finding("an answer came that nothing asked for", AnswerCheck.RouteOf(request), answer.ToString()), number, request);
            connection.Close();
        }

        return answer;
    }

    /// <summary>What took long under load and takes long alone, each time of several, hangs. What does not is the load's.</summary>
    /// <returns>How many were slow under load.</returns>
    public async Task<int> AskSlowAgainAsync()
    {
        using var connection = new HttpConnection(options.Url);
        foreach (var (request, first) in slow)
        {
            var best = await SendAsync(connection, request);
            for (var tries = 1; tries < TriesAlone && best.Duration > AnswerCheck.SlowAfter; tries++)
            {
                var again = await SendAsync(connection, request);
                if (again.Duration < best.Duration) best = again;
            }

            if (best.Duration <= AnswerCheck.SlowAfter) continue;
            var finding = new Finding("an answer takes more than a second", request.Kind, $"under load {first}; alone at best {best}");
            if (findings.Add(finding)) findings.Save(finding, request.ToBytes(Request.Key), request.ToString());
        }

        return slow.Count;
    }

    private Task<Answer> SendAsync(HttpConnection connection, Request request) =>
        connection.SendAsync(request.ToBytes(options.Key), request.Head.StartsWith("HEAD ", StringComparison.Ordinal), GiveUpAfter);

    private void Tell(Finding finding, long number, Request request)
    {
        if (findings.Add(finding)) Save(finding, number, request);
    }

    // A lane's inputs are a function of the seed: its number finds what was sent before it on the connection.
    private void Save(Finding finding, long number, Request request) =>
        findings.Save(finding, request.ToBytes(Request.Key), $"request {number} of lane {requests.GoodLane}\n{request}");

    private async Task SaveAsync(HttpConnection connection, long number, Request request, Finding finding)
    {
        var body = request.Body;
        if (request.GoodLines is not null)
        {
            // The lines that are needed; sent again, what was recorded is repeated.
            var lines = Encoding.Latin1.GetString(body).Split('\n').Select((line, index) => (Text: line, Number: index + 1)).ToList();
            var least = await Smallest.OfAsync(lines, async fewer =>
            {
                var good = Enumerable.Range(1, fewer.Count).Where(number => request.GoodLines.Contains(fewer[number - 1].Number)).ToList();
                var text = string.Join('\n', fewer.Select(line => line.Text));
                var smaller = request with { Body = Encoding.Latin1.GetBytes(text), GoodLines = good };
                return check.Of(smaller, await SendAsync(connection, smaller))?.Kind == finding.Kind;
            });
            body = Encoding.Latin1.GetBytes(string.Join('\n', least.Select(line => line.Text)));
        }

        Save(finding, number, request with { Body = body });
    }
}
