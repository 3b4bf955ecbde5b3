using System.Diagnostics;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Validation;

/// <summary>A service that is set wrongly does not start, and says all that is wrong at once.</summary>
public sealed class SettingsTests
{
    private static readonly Dictionary<string, string> Wrong = new()
    {
        ["LEDGER_POSTGRES"] = "Host",
        ["LEDGER_RABBITMQ"] = "http://broker",
        ["LEDGER_ROLES"] = "ledger,rulez",
        ["LEDGER_RULES"] = "somehow",
        ["LEDGER_PUBLISH"] = "everything",
        ["LEDGER_WEBHOOK_NETWORKS"] = "here",
        ["LEDGER_WEBHOOK_RETRY"] = "soon",
        ["LEDGER_TELEMETRY"] = "loud",
        ["LEDGER_PROXIES"] = "10.0.0.1/64",
        ["LEDGER_CONSOLE"] = "maybe",
        ["LEDGER_CONSOLE_API"] = "there",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector",
        ["LEDGER_OIDC_ISSUER"] = "http://login.example",
        ["LEDGER_OIDC_AUDIENCE"] = "",
        ["LEDGER_OIDC_ROLES"] = "operators=everything",
    };

    [Test]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var start = new ProcessStartInfo("dotnet", [BuiltFiles.Find("Ledger.Standalone", "Ledger.Standalone.dll")])
        {
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Wrong) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(2), errors);
        var named = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0]);
        Assert.That(named, Is.EquivalentTo(Wrong.Keys), errors);
    }
}
