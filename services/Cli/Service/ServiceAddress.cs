namespace Ledger.Cli.Service;

/// <summary>The service's address and the key: from the options, otherwise from the environment, otherwise from the files that infra/run
/// wrote in this folder or one above.</summary>
internal sealed class ServiceAddress(string? url, string? key, string folder, Func<string, string?> environment)
{
    /// <summary>Uses the present folder and the process's environment.</summary>
    public static ServiceAddress Of(string? url, string? key) =>
        new(url, key, Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable);

    /// <summary>The base address, looked up at each call, because a restarted service may have another port.</summary>
    /// <exception cref="CliFailure">No address is given, or the text is not an http address.</exception>
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

    /// <summary>The API key, also looked up at each call; null when there is none, which the service then refuses.</summary>
    public string? Key => key ?? environment("LEDGER_KEY") ?? LeftFiles.Read(LeftFiles.Key, folder);
}
