using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Tests that run commands against a fake service: a new one for each test.</summary>
internal abstract partial class CommandFixture
{
    private protected FakeLedger Ledger { get; private set; } = null!;

    [SetUp]
    public async Task Start() => Ledger = await FakeLedger.StartAsync();

    [TearDown]
    public async Task Stop() => await Ledger.DisposeAsync();

    private protected Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--url", Ledger.Url]);

    /// <summary>The lines of the output, with runs of blanks between columns reduced to one.</summary>
    private protected static List<string> LinesOf(string output) =>
        [.. output.Split('\n').Select(line => Blanks().Replace(line, " ").Trim())];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
