using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Keys;

namespace Ledger.Cli.Keys;

/// <summary><c>ledger keys add</c>: makes a key and shows it this once, or puts it into a file that only its owner can read.</summary>
internal static class KeysAddCommand
{
    public static Command Create(Screen screen)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "Whose key it is: the principal that commands are recorded with. The same name is the same person for good.",
        };
        var program = new Option<string?>("--program", "-p") { Description = "Only for this program; else for all.", HelpName = "ID" };
        var partner = new Option<string?>("--partner")
        {
            Description = $"Only for the settlement statements of this partner of the program; its scope is {Scopes.PartnerRead}.",
            HelpName = "ID",
        };
        var scopes = new Option<string?>("--scopes")
        {
            Description = $"What it may do: all, or some of {string.Join(',', Scopes.All)}. With --partner it need not be said.",
            HelpName = "A,B",
        };
        var file = new Option<string?>("--file")
        {
            Description = "Write the key there instead of showing it. A key there that still works is kept, and nothing is made.",
            HelpName = "FILE",
        };
        var rate = new Option<int?>("--rate")
        {
            Description = "Requests a second that it may make of each process; without it, what LEDGER_RATE of the service says.",
            HelpName = "N",
        };
        var replace = new Option<bool>("--replace") { Description = "Revoke the key that has the name now." };
        var command = new Command("add", "Make a key. It is shown this once.") { name, program, partner, scopes, rate, file, replace };
        command.Validators.Add(given =>
        {
            if (given.GetValue(scopes) is null && given.GetValue(partner) is null) given.AddError("--scopes is required, or --partner.");
        });
        command.Runs((parsed, cancellation) => KeyDatabase.WithTableAsync(
            async table =>
            {
                var wanted = parsed.GetValue(scopes) is { } text ? Scopes.Parse(text) : [Scopes.PartnerRead];
                var path = parsed.GetValue(file);
                if (path is not null && await KeyFile.ReadAsync(path, table, cancellation) is { } kept)
                {
                    await screen.Output.WriteLineAsync(
                        parsed.IsJson() ? KeyShown.Of(kept).ToJson() : $"Key {kept.Id} ({kept.Name}) in {path} still works.");
                    return ExitCode.Ok;
                }

                if (parsed.GetValue(replace)) await RevokeAsync(table, parsed.GetValue(name)!, cancellation);
                var (key, made) = await table.AddAsync(
                    parsed.GetValue(name)!, parsed.GetValue(program), wanted, parsed.GetValue(partner), parsed.GetValue(rate),
                    cancellation);
                if (path is not null) KeyFile.Write(path, made);
                await screen.Output.WriteLineAsync(
                    parsed.IsJson() ? KeyShown.Of(key, path is null ? made : null).ToJson()
                    : path is null ? made.Reveal() : $"Key {key.Id} ({key.Name}) is in {path}.");
                if (path is null)
                {
                    screen.Note(
                        $"This is all that is ever shown of key {key.Id} ({key.Name}). Keep it where only its holder can read it.");
                }
                return ExitCode.Ok;
            }));
        return command;
    }

    private static async Task RevokeAsync(KeyTable table, string name, CancellationToken cancellation)
    {
        if ((await table.ValidAsync(cancellation)).Any(key => key.Name == name)) await table.RevokeAsync(name, cancellation);
    }
}
