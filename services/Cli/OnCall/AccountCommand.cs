using System.CommandLine;
using Ledger.Cli.Commands;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.OnCall;

/// <summary><c>ledger account</c>: shows an account's balances and standing.</summary>
internal static class AccountCommand
{
    private const int EntriesMax = 1_000;

    public static Command Create(Screen screen) => new("account", "Look at an account.") { Show(screen), StatementCommand.Create(screen) };

    private static Command Show(Screen screen)
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Id of the account." };
        var program = Connection.Program();
        var entries = new Option<int>("--entries")
        {
            Description = $"How many of the last movements to show, up to {EntriesMax}.",
            DefaultValueFactory = _ => 10,
            HelpName = "N",
        };
        entries.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 0 or > EntriesMax) given.AddError($"--entries is a number from 0 to {EntriesMax}.");
        });
        var command = new Command("show", "Show wallets, tier, what expires when, holds and the last movements of an account.")
        {
            account, program, entries,
        };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var of = new AccountPageReader(client.Program(parsed.GetValue(program)!), parsed.GetValue(account)!);
            var page = await of.ReadAsync(parsed.GetValue(entries), cancellation);
            if (parsed.IsJson()) await screen.Output.WriteLineAsync(Answering.LineOf(page.ToJson()));
            else screen.Show(AccountOutput.Of(page));
            return ExitCode.Ok;
        });
        return command;
    }
}
