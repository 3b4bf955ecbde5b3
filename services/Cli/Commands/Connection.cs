using System.CommandLine;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary>The options of every command that calls the service.</summary>
internal static class Connection
{
    // A request without an answer by then counts as lost: the service answers a chunk in well under a second.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(100);

    // Failures of one request before a note is shown, so that short interruptions stay silent.
    private const int FailuresBeforeNote = 4;

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
        DefaultValueFactory = _ => 120,
        Recursive = true,
    };

    /// <summary>The client that the options describe.</summary>
    public static LedgerClient Client(this ParseResult parsed, Screen screen)
    {
        var address = ServiceAddress.Of(parsed.GetValue(Url), parsed.GetValue(Key));
        return ClientOf(address, parsed.Patience(), screen);
    }

    /// <summary>Makes a client that looks up the service's address for each attempt, and shows a note when it has to wait for the
    /// service.</summary>
    public static LedgerClient ClientOf(ServiceAddress address, TimeSpan patience, Screen screen) => LedgerClient.Open(new()
    {
        Access = () => new LedgerAccess(address.Base, address.Key),
        Patience = patience,
        Attempt = AnswerMax,
        Time = screen.Time,
        OnRetry = retry =>
        {
            if (retry.Failures == FailuresBeforeNote) screen.Note($"Waiting for the service at {address.Base} ({retry.Reason})");
        },
    });

    /// <summary>How long a request is sent again after temporary failures.</summary>
    public static TimeSpan Patience(this ParseResult parsed) =>
        TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(PatienceSeconds), 0, 86_400));

    /// <summary>The option for the program that a command is about.</summary>
    public static Option<string> Program()
    {
        var program = new Option<string>("--program", "-p") { Description = "Id of the program.", Required = true, HelpName = "ID" };
        program.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: "" }]) given.AddError("--program is the id of a program.");
        });
        return program;
    }

    /// <summary>The argument for the program that a command is about.</summary>
    public static Argument<string> ProgramId()
    {
        var id = new Argument<string>("ID") { Description = "Id of the program." };
        id.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: "" }]) given.AddError("ID is the id of a program.");
        });
        return id;
    }
}
