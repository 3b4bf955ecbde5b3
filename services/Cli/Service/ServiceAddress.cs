namespace Ledger.Cli.Service;

/// <summary>Where the service is and how to show who is asking: what is given, else the environment, else what infra/run left in this
/// folder or one above.</summary>
internal sealed class ServiceAddress(string? url, string? key, string folder, Func<string, string?> environment)
{
    /// <summary>From the command line's own surroundings.</summary>
    public static ServiceAddress Of(string? url, string? key) =>
        new(url, key, Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable);

    /// <summary>The base address, read anew each time: a service that is started again may have another port.</summary>
    /// <exception cref="CliFailure">There is none, or it is no address.</exception>
    public Uri Base
    {
        get
        {
            var text =
                url
                ?? environment("LEDGER_URL")
                ?? LeftFiles.Read(LeftFiles.Url, folder)
                ?? throw new CliFailure(
                    $"Where is the service? Give --url, set LEDGER_URL, or start one with infra/run, which writes {LeftFiles.Url}.",
                    ExitCode.Usage);
            return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? address
                : throw new CliFailure($"'{text}' is no http address.", ExitCode.Usage);
        }
    }

    /// <summary>The API key, read anew each time too; null when there is none, and the service says what it thinks of that.</summary>
    public string? Key => key ?? environment("LEDGER_KEY") ?? LeftFiles.Read(LeftFiles.Key, folder);
}
