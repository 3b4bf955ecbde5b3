using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>
/// Sends GET requests over 16 connections. Of an answer only the status is read, because the sender shares the machine with the service.
/// </summary>
/// <param name="address">The address of the service.</param>
/// <param name="authorization">The header that is sent with every request.</param>
internal sealed class QueryLoad(Uri address, AuthenticationHeaderValue? authorization) : IDisposable
{
    private const int Connections = 16;

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = Connections,
        UseProxy = false,
        UseCookies = false,
    });

    /// <summary>Sends with one request in progress on each connection (closed loop).</summary>
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
    /// Sends at a fixed rate, each request at its scheduled time (open loop): a wait for a connection counts as latency. Nothing is stored
    /// per answered request, because garbage collections of a growing heap would distort the measurement.
    /// </summary>
    public async Task<(TimeSpan Took, Latencies Latencies)> OnTimeAsync(IReadOnlyList<string> paths, double perSecond)
    {
        var latencies = new Latencies();
        using var answered = new CountdownEvent(paths.Count);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (begun, sent) = (Stopwatch.GetTimestamp(), 0);
        while (sent < paths.Count)
        {
            // The timer is coarse, so all requests that are due are sent at once; each latency counts from the request's scheduled time.
            await Task.Delay(1);
            var due = Math.Min(paths.Count, (int)(Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond));
            for (; sent < due; sent++) _ = AnswerAsync(paths[sent], begun + (long)(sent / perSecond * Stopwatch.Frequency));
        }

        await done.Task;
        return (Stopwatch.GetElapsedTime(begun), latencies);

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
