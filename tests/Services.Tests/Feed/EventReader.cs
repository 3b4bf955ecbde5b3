using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Ledger.Services.Tests.Feed;

/// <summary>
/// A subscriber as an integrator would write it: follows a program's events, as pages or as a stream, and continues from its cursor after
/// any fault.
/// </summary>
internal sealed class EventReader(HttpClient http, string program)
{
    private readonly List<JsonElement> events = [];

    /// <summary>All received events, in order of arrival.</summary>
    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            lock (events) return [.. events];
        }
    }

    /// <summary>How many events were received.</summary>
    public int Count
    {
        get
        {
            lock (events) return events.Count;
        }
    }

    /// <summary>How often the connection was made.</summary>
    public int Connections { get; private set; }

    private string Cursor { get; set; } = "0";

    /// <summary>Follows with long polls until cancelled.</summary>
    public async Task PollAsync(string more, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                Connections++;
                var text = await http.GetStringAsync(new Uri($"/v1/programs/{program}/events?after={Cursor}&waitSeconds=20{more}",
                    UriKind.Relative), ct);
                var page = JsonSerializer.Deserialize<JsonElement>(text);
                lock (events) events.AddRange(page.GetProperty("events").EnumerateArray().Select(one => one.Clone()));
                Cursor = page.GetProperty("next").GetString()!;
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                await PauseAsync(ct);
            }
        }
    }

    /// <summary>Follows with server-sent events until cancelled; breaks the connection itself after a number of events.</summary>
    public async Task StreamAsync(string more, int breakAfter, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(more, breakAfter, ct);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                await PauseAsync(ct);
            }
        }
    }

    private async Task ConnectAsync(string more, int breakAfter, CancellationToken ct)
    {
        Connections++;
        using var request = new HttpRequestMessage(HttpMethod.Get,
            new Uri($"/v1/programs/{program}/events?after=0{more}", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (Cursor != "0") request.Headers.Add("Last-Event-ID", Cursor);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
        var (id, data, came) = (Cursor, (string?)null, 0);
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            if (line.Length > 0) continue;
            // An empty line ends an event; one without data only moves the cursor.
            Cursor = id;
            if (data is null) continue;
            lock (events) events.Add(JsonSerializer.Deserialize<JsonElement>(data));
            data = null;
            if (++came == breakAfter) return;
        }
    }

    private static async Task PauseAsync(CancellationToken ct) =>
        await Task.Delay(50, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>The positions of the received events.</summary>
    public IEnumerable<long> Positions() => Events.Select(one =>
        long.Parse(one.GetProperty("position").GetString()!, CultureInfo.InvariantCulture));
}
