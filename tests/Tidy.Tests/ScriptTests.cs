using System.Diagnostics;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>The scripts are what a newcomer meets first.</summary>
public sealed class ScriptTests
{
    private static readonly string[] Scripts =
    [
        .. Repository.Files("infra", "*").Where(HasShebang),
        .. Repository.Files(".ci", "*").Where(HasShebang),
    ];

    [Test]
    public void The_known_scripts_are_there() =>
        Assert.That(Scripts, Is.SupersetOf(new[] { "infra/run", "infra/test", "infra/test-slow", "infra/replay", "infra/bench",
            "infra/fuzz", "infra/servers", "infra/pack", "infra/lint-api", ".ci/run" }));

    [TestCaseSource(nameof(Scripts))]
    public void A_script_is_executable(string script)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Repository.PathOf(script)).HasFlag(UnixFileMode.UserExecute));
        }
    }

    [TestCaseSource(nameof(Scripts))]
    public async Task A_script_explains_itself(string script)
    {
        var start = new ProcessStartInfo("bash", [Repository.PathOf(script), "--help"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);

        Assert.Multiple(async () =>
        {
            Assert.That(process.ExitCode, Is.Zero, await errors);
            Assert.That(await printed, Does.StartWith($"usage: {script}"));
        });
    }

    private static bool HasShebang(string file)
    {
        using var reader = File.OpenText(Repository.PathOf(file));
        return reader.Read() == '#' && reader.Read() == '!';
    }
}
