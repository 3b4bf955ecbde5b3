using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>The service that is judged: the one at LEDGER_CONFORMANCE_URL, with a key for everything in LEDGER_CONFORMANCE_KEY, or one that is started for it.</summary>
[SetUpFixture]
public sealed class Subject
{
    private static TestDatabase? database;
    private static ServiceProcess? process;
    private static HttpClient? http;

    public static LedgerApi Api { get; private set; } = null!;

    /// <summary>Where it is.</summary>
    public static Uri Url { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        if (Environment.GetEnvironmentVariable("LEDGER_CONFORMANCE_URL") is { Length: > 0 } given)
        {
            Url = new Uri(given);
            http = new HttpClient { BaseAddress = Url };
            http.DefaultRequestHeaders.Authorization = TestKeys.Header(
                Environment.GetEnvironmentVariable("LEDGER_CONFORMANCE_KEY") ?? throw new InvalidOperationException("LEDGER_CONFORMANCE_KEY is not set: the service at LEDGER_CONFORMANCE_URL asks for a key."));
            Api = new LedgerApi(http);
            return;
        }

        database = await TestDatabase.CreateAsync();
        process = await ServiceProcess.StartAsync(database.ConnectionString);
        (Url, Api) = (process.Url, process.Api);
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        http?.Dispose();
        if (process is not null) await process.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }
}
