using System.CommandLine;
using System.Diagnostics;
using Ledger.Cli.Completion;
using Ledger.Cli.Terminal;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The completion scripts have all that the command line has, and bash completes by its script.</summary>
internal sealed class CompletionTests
{
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

    [TestCase("ledger prog", "program")]
    [TestCase("ledger program ", "publish id show budget")]
    [TestCase("ledger --url http://x program sh", "show")]
    [TestCase("ledger import facts --profile n", "ndjson")]
    [TestCase("ledger import facts --profile ndjson --vi", "--via")]
    [TestCase("ledger import facts --via ", "http bus")]
    [TestCase("ledger completion ", "bash fish zsh")]
    [TestCase("ledger account show a -", "--program -p --entries --help -h --url --key --patience --json")]
    [TestCase("ledger import ", "")]
    [TestCase("ledger tail --program ", "")]
    public async Task Bash_completes(string line, string expected)
    {
        var words = line.Split(' ');
        var script = (await CommandRun.OfAsync("completion", "bash")).Output;
        var quoted = string.Join(' ', words.Select(word => $"'{word}'"));
        var asked = $"COMP_WORDS=({quoted}); COMP_CWORD={words.Length - 1}; _ledger; echo \"${{COMPREPLY[*]}}\"";

        var (exitCode, output, error) = await BashAsync(script + asked);

        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(output.Trim().Split(' '), Is.EquivalentTo(expected.Split(' ')));
    }

    [Test]
    public async Task Bash_reads_its_script()
    {
        var (exitCode, _, error) = await BashAsync((await CommandRun.OfAsync("completion", "bash")).Output, "-n");

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

    private static async Task<(int ExitCode, string Output, string Error)> BashAsync(string script, params string[] options)
    {
        var start = new ProcessStartInfo("bash", [.. options, CommandRun.FileOf("script.bash", script)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bash = Process.Start(start)!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return (bash.ExitCode, output, await error);
    }
}
