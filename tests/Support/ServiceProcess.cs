using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Ledger.TestSupport;

/// <summary>The built Standalone as a process of its own, so that tests can kill it.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const int LogLinesMax = 400;
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, string> environment;
    private readonly Queue<string> log = [];
    private Process? process;

    private ServiceProcess(Dictionary<string, string> environment, Uri url, string key)
    {
        this.environment = environment;
        Url = url;
        Key = key;
        Http = ClientOf(key);
        Api = new LedgerApi(Http);
    }

    public Uri Url { get; }

    /// <summary>A key for all scopes.</summary>
    public string Key { get; }

    public HttpClient Http { get; }

    public LedgerApi Api { get; }

    /// <summary>The last lines that the process wrote.</summary>
    public string Log
    {
        get
        {
            lock (log) return string.Join('\n', log);
        }
    }

    public bool IsRunning => process is { HasExited: false };

    /// <summary>The peak memory of the process, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            process!.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts the service and waits until it is ready, and its bus too if it has one.</summary>
    /// <param name="postgres">Connection string of its database.</param>
    /// <param name="rabbit">amqp URI; null: without a bus.</param>
    /// <param name="more">Further environment variables.</param>
    /// <param name="waitsForBus">False: does not wait for the bus, because no broker answers.</param>
    public static async Task<ServiceProcess> StartAsync(
        string postgres, string? rabbit = null, IReadOnlyDictionary<string, string>? more = null, bool waitsForBus = true)
    {
        var environment = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
        {
            ["LEDGER_POSTGRES"] = postgres,
            ["LEDGER_RABBITMQ"] = rabbit ?? "",
        };
        var service = new ServiceProcess(
            environment, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}")),
            await TestKeys.ForAllAsync(postgres));
        try
        {
            await service.StartAsync();
            // A message that is published before the queues are bound is lost.
            if (rabbit is not null && waitsForBus) await Eventually.TrueAsync(service.IsBusReadyAsync, "the bus to be ready");
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the same address, after it was killed or stopped.</summary>
    public async Task StartAsync()
    {
        if (IsRunning) throw new InvalidOperationException("The service is running.");
        process?.Dispose();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(BuiltFiles.Find("Ledger.Standalone", "Ledger.Standalone.dll"));
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await Eventually.TrueAsync(IsReadyAsync, "the service to be ready", StartMax);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The service did not become ready; it wrote:\n{Log}");
        }
    }

    /// <summary>
    /// Freezes the process in the middle of its work: it neither reads nor answers any more, but servers finish what it has sent them.
    /// </summary>
    public async Task FreezeAsync()
    {
        using var kill = Process.Start("kill", ["-STOP", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0) throw new InvalidOperationException($"kill -STOP ended with {kill.ExitCode}.");
    }

    /// <summary>A client with another key, or with none.</summary>
    public HttpClient ClientOf(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = Url,
            Timeout = TimeSpan.FromMinutes(5),
        };
        if (key is not null) client.DefaultRequestHeaders.Authorization = TestKeys.Header(key);
        return client;
    }

    /// <summary>Runs the command line against the service, with its key; its project must be built.</summary>
    public Task<Command> LedgerAsync(params string[] arguments) => Command.RunAsync(
        "dotnet", [BuiltFiles.Find("Ledger.Cli", "ledger.dll"), .. arguments, "--url", Url.ToString(), "--patience", "120"],
        ("LEDGER_RABBITMQ", environment["LEDGER_RABBITMQ"]), ("LEDGER_KEY", Key));

    /// <summary>The same, and it must succeed; what it wrote.</summary>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        var run = await LedgerAsync(arguments);
        Assert.That(
            run.ExitCode, Is.Zero,
            () => $"ledger {string.Join(' ', arguments)}\n{run.Output}\n{run.Error}\nThe service wrote:\n{Log}");
        return run.Output;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (process is null) return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>kill -9, then starts it again.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.CurrentContext.Result.FailCount > 0) await TestContext.Out.WriteLineAsync($"The service wrote:\n{Log}");
        await KillAsync();
        process?.Dispose();
        Http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process!.HasExited)
        {
            throw new InvalidOperationException($"The service ended with exit code {process.ExitCode}; it wrote:\n{Log}");
        }
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<bool> IsBusReadyAsync() => (string?)(await Api.GetAsync("/health/ready")).Json["bus"] == "ready";

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (log)
        {
            log.Enqueue(line.Data);
            if (log.Count > LogLinesMax) log.Dequeue();
        }
    }
}
