using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>Sends GET requests over 16 connections. Of an answer only the status is looked at, because who sends shares the machine with
/// who answers.</summary>
/// <param name="address">Of the service.</param>
/// <param name="authorization">Sent with every request.</param>
internal sealed class QueryLoad(Uri address, AuthenticationHeaderValue? authorization) : IDisposable
{
    private const int Connections = 16;

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseProxy = false, UseCookies = false });

    /// <summary>One request on the way on each connection (closed loop).</summary>
    public async Task<(TimeSpan Took, Latencies Latencies)> AsFastAsItGoesAsync(IReadOnlyList<string> paths)
    {
        var requests = paths.Select(Request).ToList();
        var latencies = new Latencies();
        var next = -1;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < requests.Count; i = Interlocked.Increment(ref next)) await SendAsync(requests[i], Stopwatch.GetTimestamp(), latencies);
        })));
        return (Stopwatch.GetElapsedTime(begun), latencies);
    }

    /// <summary>So many a second, each at its time (open loop): a request that waits for a connection counts the wait.</summary>
    public async Task<(TimeSpan Took, Latencies Latencies)> OnTimeAsync(IReadOnlyList<string> paths, double perSecond)
    {
        var requests = paths.Select(Request).ToList();
        var latencies = new Latencies();
        var sent = new List<Task>(requests.Count);
        var begun = Stopwatch.GetTimestamp();
        while (sent.Count < requests.Count)
        {
            // The timer is coarse: whatever is due by now goes at once, each counted from its own time.
            await Task.Delay(1);
            var due = Math.Min(requests.Count, (int)(Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond));
            while (sent.Count < due) sent.Add(SendAsync(requests[sent.Count], begun + (long)(sent.Count / perSecond * Stopwatch.Frequency), latencies));
        }

        await Task.WhenAll(sent);
        return (Stopwatch.GetElapsedTime(begun), latencies);
    }

    public void Dispose() => client.Dispose();

    private async Task SendAsync(HttpRequestMessage request, long from, Latencies latencies)
    {
        using var response = await client.SendAsync(request, CancellationToken.None);
        await response.Content.CopyToAsync(Stream.Null);
        latencies.AddSince(from);
        if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{request.RequestUri} was answered {(int)response.StatusCode}.");
    }

    private HttpRequestMessage Request(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Authorization = authorization;
        return request;
    }
}
