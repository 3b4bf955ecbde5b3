using System.Diagnostics;
using System.Globalization;
using Ledger.TestSupport;

namespace Ledger.EndToEnd.Tests;

/// <summary>A built program that runs until it is stopped, with its output so far.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly Process process;
    private readonly string what;
    private readonly List<string> output = [];
    private readonly List<string> error = [];

    private Running(Process process, string what)
    {
        (this.process, this.what) = (process, what);
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The lines of its output.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (output) return [.. output];
        }
    }

    /// <summary>What it wrote to the error stream.</summary>
    public string Error
    {
        get
        {
            lock (error) return string.Join('\n', error);
        }
    }

    /// <summary>
    /// Starts a built file so that it reacts to Ctrl-C, even when the tests run in the background, where the signal is ignored by default.
    /// </summary>
    public static Running Start(string what, string file, params string[] arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", file, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Running(Process.Start(start)!, what);
    }

    /// <summary>Waits for a line that contains a text.</summary>
    public Task HasAsync(string text) => Eventually.TrueAsync(
        () => process.HasExited
            ? throw new InvalidOperationException($"{what} ended with {process.ExitCode}: {Error}")
            : Task.FromResult(Output.Any(line => line.Contains(text, StringComparison.Ordinal))),
        $"'{text}' in the output of {what}");

    /// <summary>Ctrl-C; gives the exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static void Keep(List<string> lines, string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
    }
}
