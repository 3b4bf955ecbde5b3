using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Ledger.Cli.Completion;
using Ledger.Cli.Terminal;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The completion scripts have every command and option, and each installed shell completes with its script.</summary>
internal sealed class CompletionTests
{
    private const string OnlyFile = "facts.ndjson";

    private static readonly RootCommand Root = App.Root(new Screen(TextWriter.Null, TextWriter.Null, TimeProvider.System));

    [TestCase("bash")]
    [TestCase("zsh")]
    [TestCase("fish")]
    public async Task Every_command_and_option_is_in_the_script(string shell)
    {
        var run = await CommandRun.OfAsync("completion", shell);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));

        var missing = All(Root, "ledger")
            .SelectMany(one => one.Command.Options.Select(option => shell == "fish" ? $"-l {option.Name[2..]}" : option.Name)
                .Append($"'{one.Path}'"))
            .Where(word => !run.Output.Contains(word, StringComparison.Ordinal));

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void A_name_takes_a_value_everywhere_or_nowhere()
    {
        var options = CompletionPlace.Of(Root).SelectMany(place => place.Options)
            .SelectMany(option => option.Names.Select(name => (Name: name, option.TakesValue))).Distinct();

        Assert.That(options.GroupBy(option => option.Name).Where(same => same.Count() > 1).Select(same => same.Key), Is.Empty);
    }

    // Where no words are expected, the shell completes file names.
    private static readonly TestCaseData[] Lines =
    [
        new("ledger prog", "program"),
        new("ledger program ", "publish id show budget"),
        new("ledger --url http://x program sh", "show"),
        new("ledger import facts --profile n", "ndjson"),
        new("ledger import facts --profile ndjson --vi", "--via"),
        new("ledger import facts --via ", "http bus"),
        new("ledger completion ", "bash fish zsh"),
        new("ledger account show a -", "--program -p --entries --help -h --url --key --patience --json"),
        new("ledger import ", ""),
        new("ledger tail --program ", ""),
    ];

    [TestCaseSource(nameof(Lines))]
    public async Task Bash_completes(string line, string expected)
    {
        var words = line.Split(' ');
        var script = (await CommandRun.OfAsync("completion", "bash")).Output;
        var quoted = string.Join(' ', words.Select(word => $"'{word}'"));
        var asked = $"COMP_WORDS=({quoted}); COMP_CWORD={words.Length - 1}; _ledger; echo \"${{COMPREPLY[*]}}\"";

        var (exitCode, output, error) = await RunAsync("bash", CommandRun.FileOf("script.bash", script + asked));

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output.Trim().Split(' '), Is.EquivalentTo(expected.Split(' ')));
    }

    // As the documentation says: the script is a file in a folder of zsh's function path.
    [TestCaseSource(nameof(Lines))]
    public async Task Zsh_completes(string line, string expected)
    {
        var script = CommandRun.FileOf("_ledger", (await CommandRun.OfAsync("completion", "zsh")).Output);
        var ask = Path.Combine(TestContext.CurrentContext.TestDirectory, "complete.zsh");

        var (exitCode, output, error) = await RunAsync("zsh", "-f", ask, Path.GetDirectoryName(script)!, line);

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(Words(expected)));
    }

    [TestCaseSource(nameof(Lines))]
    public async Task Fish_completes(string line, string expected)
    {
        var script = CommandRun.FileOf("ledger.fish", (await CommandRun.OfAsync("completion", "fish")).Output);

        var (exitCode, output, error) = await RunAsync("fish", "--no-config", "-c", $"source '{script}'; complete -C '{line}'");

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        var offered = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('\t')[0]);
        Assert.That(offered, Is.EquivalentTo(Words(expected)));
    }

    [Test]
    public async Task Bash_reads_its_script()
    {
        var (exitCode, _, error) = await RunAsync(
            "bash", "-n", CommandRun.FileOf("script.bash", (await CommandRun.OfAsync("completion", "bash")).Output));

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
    }

    [Test]
    public void Every_command_is_on_the_page()
    {
        var page = Repository.Read("infra/docs/command-line.md");
        var missing = All(Root, "ledger").Where(one => one.Command.Subcommands.Count == 0)
            .Where(one => !page.Contains(one.Path, StringComparison.Ordinal)).Select(one => one.Path);

        Assert.That(missing, Is.Empty);
    }

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(below => All(below, $"{path} {below.Name}")).Prepend((path, command));

    private static string[] Words(string expected) => expected.Length == 0 ? [OnlyFile] : expected.Split(' ');

    // Runs a shell in a folder with one file, without the user's own configuration.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string shell, params string[] arguments)
    {
        var folder = Path.GetDirectoryName(CommandRun.FileOf(OnlyFile, "x"))!;
        var start = new ProcessStartInfo(shell, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        string[] homes = ["HOME", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"];
        foreach (var home in homes) start.Environment[home] = CommandRun.Folder();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            using var process = Process.Start(start)!;
            await using var stopping = limit.Token.Register(() => process.Kill(entireProcessTree: true));
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output, await error);
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"SKIPPED: {shell} is not installed here.");
            throw;
        }
    }
}
