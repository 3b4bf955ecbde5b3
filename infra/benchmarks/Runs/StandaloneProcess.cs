using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Ledger.Host.State;
using Ledger.Keys;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>The service as it is shipped, in a process of its own.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    private const string Dll = "artifacts/bin/Ledger.Standalone/release/Ledger.Standalone.dll";
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private StandaloneProcess(Process process, Uri address, KeyText key)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", key.Reveal());
    }

    public HttpClient Client { get; }

    public int Pid => process.Id;

    public long PeakMiB => ProcFs.PeakMiB(Pid);

    /// <summary>Starts it and publishes the program under a manual clock.</summary>
    /// <param name="postgres">Connection string of its database.</param>
    /// <param name="rabbit">amqp URI.</param>
    /// <param name="more">Further environment variables.</param>
    public static async Task<StandaloneProcess> StartAsync(string postgres, Uri rabbit, IReadOnlyDictionary<string, string>? more = null)
    {
        var key = await KeyAsync(postgres);
        var address = FreeAddress();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Root(), Dll)])
        {
            Environment = { ["LEDGER_POSTGRES"] = postgres, ["LEDGER_RABBITMQ"] = rabbit.ToString(), ["ASPNETCORE_URLS"] = address },
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (
                line.Data is { } text
                && (text.StartsWith("fail:", StringComparison.Ordinal) || text.StartsWith("warn:", StringComparison.Ordinal))
            )
            {
                Console.Error.WriteLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        var service = new StandaloneProcess(process, new Uri(address), key);
        await service.UntilReadyAsync();
        await service.PublishAsync(BenchProgram.Id, BenchProgram.Json);
        return service;
    }

    /// <summary>Sends lines of facts; returns the log's position after them.</summary>
    public async Task<long> PostAsync(byte[] lines, string program = BenchProgram.Id)
    {
        using var content = new ByteArrayContent(lines);
        content.Headers.ContentType = new("application/x-ndjson");
        using var response = await Client.PostAsync(new Uri($"v1/programs/{program}/orders", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (answer.GetProperty("rejected").GetInt64() + answer.GetProperty("conflicts").GetInt64() > 0)
        {
            throw new InvalidOperationException($"Generated facts were refused: {answer.GetProperty("problems")}");
        }

        return answer.GetProperty("position").GetInt64();
    }

    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    /// <summary>Publishes version 1 of a program under a manual clock.</summary>
    public async Task PublishAsync(string program, string json)
    {
        using var document = new StringContent(json, Encoding.UTF8, "application/json");
        using var drafted = await Client.PutAsync(new Uri($"v1/programs/{program}/versions/1?clock=manual", UriKind.Relative), document);
        drafted.EnsureSuccessStatusCode();
        using var published = await Client.PostAsync(new Uri($"v1/programs/{program}/versions/1/publish", UriKind.Relative), null);
        published.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until every projection has reached a position.</summary>
    public async Task CaughtUpAsync(long position)
    {
        while (true)
        {
            var integrity = await GetAsync("v1/integrity");
            if (integrity.GetProperty("projections").EnumerateArray().All(one => one.GetProperty("position").GetInt64() >= position))
            {
                return;
            }
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // An address on this machine that nobody listens on.
    private static string FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
    }

    private static async Task<KeyText> KeyAsync(string postgres)
    {
        await using var database = NpgsqlDataSource.Create(postgres);
        await LedgerDatabase.ApplyAsync(database);
        return (await new KeyTable(database).AddAsync("bench", null, Scopes.All)).Text;
    }

    private async Task UntilReadyAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"The service ended with {process.ExitCode}.");
            if (Stopwatch.GetElapsedTime(begun) > StartMax) throw new TimeoutException("The service is not ready.");
            try
            {
                using var response = await Client.GetAsync(new Uri("health/ready", UriKind.Relative));
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // The service does not listen yet.
            }

            await Task.Delay(100);
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ledger.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The benchmark runs inside a checkout: no Ledger.sln above it.");
    }
}
