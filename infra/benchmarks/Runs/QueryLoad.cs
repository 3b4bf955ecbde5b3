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

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = Connections,
        UseProxy = false,
        UseCookies = false,
    });

    /// <summary>One request on the way on each connection (closed loop).</summary>
    public async Task<(TimeSpan Took, Latencies Latencies)> AsFastAsItGoesAsync(IReadOnlyList<string> paths)
    {
        var requests = paths.Select(Request).ToList();
        var latencies = new Latencies();
        var next = -1;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < requests.Count; i = Interlocked.Increment(ref next))
            {
                await SendAsync(requests[i], Stopwatch.GetTimestamp(), latencies);
            }
        })));
        return (Stopwatch.GetElapsedTime(begun), latencies);
    }

    /// <summary>
    /// So many a second, each at its time (open loop): a request that waits for a connection counts the wait. A garbage collection of this
    /// process would be counted as the service's latency, so nothing is kept of a request that was answered, and what lives before is
    /// brought to the oldest generation, where the short collections leave it alone.
    /// </summary>
    /// <returns>Paused is how long garbage collections stopped this process meanwhile.</returns>
    public async Task<(TimeSpan Took, Latencies Latencies, TimeSpan Paused)> OnTimeAsync(IReadOnlyList<string> paths, double perSecond)
    {
        for (var generation = 0; generation < GC.MaxGeneration; generation++) GC.Collect();
        var paused = GC.GetTotalPauseDuration();
        var latencies = new Latencies();
        using var answered = new CountdownEvent(paths.Count);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (begun, sent) = (Stopwatch.GetTimestamp(), 0);
        while (sent < paths.Count)
        {
            // The timer is coarse: whatever is due by now goes at once, each counted from its own time.
            await Task.Delay(1);
            var due = Math.Min(paths.Count, (int)(Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond));
            for (; sent < due; sent++) _ = AnswerAsync(paths[sent], begun + (long)(sent / perSecond * Stopwatch.Frequency));
        }

        await done.Task;
        return (Stopwatch.GetElapsedTime(begun), latencies, GC.GetTotalPauseDuration() - paused);

        async Task AnswerAsync(string path, long from)
        {
            try
            {
                await SendAsync(Request(path), from, latencies);
                if (answered.Signal()) done.TrySetResult();
            }
            catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException)
            {
                done.TrySetException(failure);
            }
        }
    }

    public void Dispose() => client.Dispose();

    private async Task SendAsync(HttpRequestMessage request, long from, Latencies latencies)
    {
        using var response = await client.SendAsync(request, CancellationToken.None);
        await response.Content.CopyToAsync(Stream.Null);
        latencies.AddSince(from);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{request.RequestUri} was answered {(int)response.StatusCode}.");
        }
    }

    private HttpRequestMessage Request(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Authorization = authorization;
        return request;
    }
}
