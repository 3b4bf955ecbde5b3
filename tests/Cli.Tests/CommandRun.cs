using Ledger.Cli.Terminal;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>One run of the command line, as the shell sees it.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await App.RunAsync(arguments, new Screen(output, error, TimeProvider.System));
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A file with this text in a folder of the running test.</summary>
    public static string FileOf(string name, string text)
    {
        var path = Path.Combine(Folder(), name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>An empty folder of the running test.</summary>
    public static string Folder()
    {
        var folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "cli-tests", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return folder;
    }
}
