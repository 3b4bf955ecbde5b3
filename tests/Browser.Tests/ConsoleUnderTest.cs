using Ledger.TestSupport;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>A real service with a year of data, and the distribution's Chromium, for all tests of this project.</summary>
[SetUpFixture]
public sealed class ConsoleUnderTest
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(20);

    private static TestDatabase database = null!;
    private static IPlaywright playwright = null!;
    private static string cookieKeys = null!;

    internal static ServiceProcess Service { get; private set; } = null!;

    /// <summary>The identity provider, for signing in without a key.</summary>
    internal static OidcProvider Provider { get; private set; } = null!;

    internal static IBrowser Browser { get; private set; } = null!;

    /// <summary>The key of Ann, with all scopes.</summary>
    internal static string Ann { get; private set; } = null!;

    /// <summary>The key of Ben, the second person, with all scopes.</summary>
    internal static string Ben { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        cookieKeys = Directory.CreateTempSubdirectory("ledger-console").FullName;
        Provider = await OidcProvider.StartAsync();
        Provider.Audience = "ledger";
        Service = await ServiceProcess.StartAsync(database.ConnectionString, more: new Dictionary<string, string>
        {
            ["LEDGER_WEBHOOK_NETWORKS"] = "127.0.0.0/8",
            ["LEDGER_CONSOLE_KEYS"] = cookieKeys,
            ["LEDGER_OIDC_ISSUER"] = Provider.Issuer,
            ["LEDGER_OIDC_AUDIENCE"] = Provider.Audience,
            ["LEDGER_OIDC_ROLES"] = "operators=all",
            ["LEDGER_OIDC_CLIENT"] = "console",
            ["LEDGER_OIDC_SECRET"] = "known to both",
            ["LEDGER_PROXIES"] = $"{ProxyTests.Proxy}/32",
        });
        (Ann, Ben) = (await KeyAsync("ann"), await KeyAsync("ben"));
        var seeding = Seeding.RunAsync(Service.Api);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Browsers.FirstOrDefault(File.Exists)
                ?? throw new InvalidOperationException("There is no Chromium: infra/test installs the distribution's."),
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
        await seeding;
    }

    /// <summary>A new key of one person.</summary>
    internal static Task<string> KeyAsync(string name, string? program = null, params string[] scopes) =>
        TestKeys.AddAsync(database.DataSource, name, program, scopes);

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await EndAsync("the browser", async () =>
        {
            if (Browser is not null) await Browser.DisposeAsync();
        });
        // Ends the browser's driver, which also ends a browser that has not closed.
        playwright?.Dispose();
        await EndAsync("the service", async () =>
        {
            if (Service is not null) await Service.DisposeAsync();
        });
        await EndAsync("the identity provider", async () =>
        {
            if (Provider is not null) await Provider.DisposeAsync();
        });
        await EndAsync("the database", async () =>
        {
            if (database is not null) await database.DisposeAsync();
        });
        if (cookieKeys is not null) Directory.Delete(cookieKeys, recursive: true);
    }

    // On a busy machine any of these may hang. The run then goes on without waiting for it, and reports which one it was.
    private static async Task EndAsync(string what, Func<Task> end)
    {
        try
        {
            await end().WaitAsync(EndMax);
        }
        catch (TimeoutException)
        {
            await TestContext.Progress.WriteLineAsync($"{what} did not end within {EndMax.TotalSeconds:0} s and was left.");
        }
    }
}
