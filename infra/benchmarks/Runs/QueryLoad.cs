using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>Sends GET requests over 16 connections. Only the status of answers is read, because the sender shares the machine with the
/// service.</summary>
/// <param name="address">The service's address.</param>
/// <param name="authorization">The header Authorization of every request.</param>
internal sealed class QueryLoad(Uri address, AuthenticationHeaderValue? authorization) : IDisposable
{
    private const int Connections = 16;

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = Connections,
        UseProxy = false,
        UseCookies = false,
    });

    /// <summary>Closed loop: one request in flight on each connection.</summary>
    public async Task<(TimeSpan Duration, Latencies Latencies)> AsFastAsItGoesAsync(IReadOnlyList<string> paths)
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
    /// Open loop: a fixed rate, each request at its time; the wait for a connection counts. A garbage collection of this process would
    /// count as the service's latency, so nothing is stored of answered requests, and what is alive before goes to the oldest generation
    /// first, which the short collections skip.
    /// </summary>
    /// <returns>Paused is how long garbage collections stopped this process meanwhile.</returns>
    public async Task<(TimeSpan Duration, Latencies Latencies, TimeSpan Paused)> OnTimeAsync(IReadOnlyList<string> paths, double perSecond)
    {
        for (var generation = 0; generation < GC.MaxGeneration; generation++) GC.Collect();
        var paused = GC.GetTotalPauseDuration();
        var latencies = new Latencies();
        using var answered = new CountdownEvent(paths.Count);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (begun, sent) = (Stopwatch.GetTimestamp(), 0);
        while (sent < paths.Count)
        {
            // The timer is coarse, so all requests due by now are sent at once, each measured from its own due time.
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
