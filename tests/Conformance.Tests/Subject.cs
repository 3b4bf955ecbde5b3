using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>
/// The service under test: the one at LEDGER_CONFORMANCE_URL, with a key for all scopes in LEDGER_CONFORMANCE_KEY, or one that is started
/// for the tests.
/// </summary>
[SetUpFixture]
public sealed class Subject
{
    private static TestDatabase? database;
    private static ServiceProcess? process;
    private static HttpClient? http;

    /// <summary>A client with the key for all scopes.</summary>
    public static HttpClient Http => process?.Http ?? http!;

    public static LedgerApi Api { get; private set; } = null!;

    /// <summary>The service's address.</summary>
    public static Uri Url { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        if (Environment.GetEnvironmentVariable("LEDGER_CONFORMANCE_URL") is { Length: > 0 } given)
        {
            Url = new Uri(given);
            http = new HttpClient { BaseAddress = Url };
            http.DefaultRequestHeaders.Authorization = TestKeys.Header(
                Environment.GetEnvironmentVariable("LEDGER_CONFORMANCE_KEY")
                    ?? throw new InvalidOperationException(
                        "LEDGER_CONFORMANCE_KEY is not set: the service at LEDGER_CONFORMANCE_URL asks for a key."));
            Api = new LedgerApi(http);
            return;
        }

        database = await TestDatabase.CreateAsync();
        // The tests register a webhook at an address of this machine where nobody listens.
        var networks = new Dictionary<string, string> { ["LEDGER_WEBHOOK_NETWORKS"] = "127.0.0.0/8" };
        process = await ServiceProcess.StartAsync(database.ConnectionString, more: networks);
        (Url, Api) = (process.Url, process.Api);
    }

    /// <summary>A client with a new key for all scopes; null when the service under test was given, so that keys cannot be made.</summary>
    public static async Task<HttpClient?> ClientOfAsync(string name) =>
        database is null ? null : process!.ClientOf(await TestKeys.AddAsync(database.DataSource, name));

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        http?.Dispose();
        if (process is not null) await process.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }
}
