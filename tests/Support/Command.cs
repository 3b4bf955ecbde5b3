using System.Diagnostics;

namespace Ledger.TestSupport;

/// <summary>How a program that was run ended.</summary>
public sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Found in the path.</param>
    /// <param name="arguments">As they are; no shell reads them.</param>
    /// <param name="environment">Set for the program.</param>
    public static async Task<Command> RunAsync(
        string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        // A child process that is still running may hold the output open, so the wait for its end is limited.
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(TimeSpan.FromSeconds(5)));
        return new Command(process.ExitCode, output.IsCompleted ? await output : "", error.IsCompleted ? await error : "");
    }
}
