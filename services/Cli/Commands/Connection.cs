using System.CommandLine;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary>The options that every command has which talks to the service.</summary>
internal static class Connection
{
    public static readonly Option<string?> Url = new("--url")
    {
        Description = "Address of the service. Else LEDGER_URL, else the file .data/url here or in a folder above.",
        Recursive = true,
    };

    public static readonly Option<string?> Key = new("--key")
    {
        Description = "API key. Else LEDGER_KEY, else the file .data/operator.key here or in a folder above.",
        Recursive = true,
    };

    public static readonly Option<double> PatienceSeconds = new("--patience")
    {
        Description = "Seconds to keep trying when the service is busy or gone.",
        DefaultValueFactory = _ => Service.Patience.Default.Total.TotalSeconds,
        Recursive = true,
    };

    /// <summary>The client that the options describe.</summary>
    public static LedgerClient Client(this ParseResult parsed, Screen screen) =>
        new(ServiceAddress.Of(parsed.GetValue(Url), parsed.GetValue(Key)), parsed.Patience(), screen.Time, screen.Note);

    public static Patience Patience(this ParseResult parsed) => new(TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(PatienceSeconds), 0, 86_400)));

    /// <summary>The program a command is about.</summary>
    public static Option<string> Program() => new("--program", "-p") { Description = "Id of the program.", Required = true, HelpName = "ID" };
}
