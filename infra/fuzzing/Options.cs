using System.Globalization;

namespace Ledger.Fuzz;

/// <summary>The options of a run.</summary>
/// <param name="Url">The service.</param>
/// <param name="Key">A key that opens everything.</param>
/// <param name="Rabbit">The broker; null: only HTTP.</param>
/// <param name="Root">The repository: its documentation names the refusal codes.</param>
/// <param name="Out">Where cases are saved.</param>
/// <param name="Seed">Decides every input.</param>
/// <param name="Duration">How long to send.</param>
/// <param name="Enough">The number of mutated requests, facts and messages after which to stop.</param>
/// <param name="HttpLanes">Connections over HTTP.</param>
/// <param name="BusLanes">Channels to the broker.</param>
public sealed record Options(Uri Url, string Key, Uri? Rabbit, string Root, string Out, ulong Seed, TimeSpan Duration,
    long Enough = long.MaxValue, int HttpLanes = 6, int BusLanes = 3)
{
    /// <summary>A saved case to send once instead of a run.</summary>
    public string? Replay { get; init; }

    /// <summary>The service's log, which is searched for errors at the end.</summary>
    public string? Log { get; init; }

    public const string Usage = """
        usage: Ledger.Fuzz --url URL --root FOLDER [--seconds N] [--seed S] [--enough N] [--lanes N] [--bus-lanes N]
                           [--log FILE] [--replay FILE]

        Environment: LEDGER_KEY, a key for everything; LEDGER_RABBITMQ, the broker (without it only HTTP is fuzzed).
        """;

    /// <summary>Reads the command line and the environment.</summary>
    /// <exception cref="FormatException">Something is missing or makes no sense.</exception>
    public static Options Read(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var given = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)
                || i + 1 == arguments.Length) throw new FormatException($"{arguments[i]} needs a value.");
            given[arguments[i][2..]] = arguments[i + 1];
        }

        string Required(string name) => given.TryGetValue(name, out var value) ? value : throw new FormatException($"--{name} is missing.");
        long Number(string name, long otherwise) =>
            !given.TryGetValue(name, out var text) ? otherwise
                : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
                : throw new FormatException($"--{name} is a whole number.");
        var root = Required("root");
        return new Options(
            new Uri(Required("url")),
                Environment.GetEnvironmentVariable("LEDGER_KEY") ?? throw new FormatException("LEDGER_KEY is not set."),
            Environment.GetEnvironmentVariable("LEDGER_RABBITMQ") is { Length: > 0 } rabbit ? new Uri(rabbit)
                : null, root, Path.Combine(root, "artifacts", "fuzz"),
            (ulong)Number("seed", Random.Shared.NextInt64()), TimeSpan.FromSeconds(Number("seconds", 30)), Number("enough", long.MaxValue),
                (int)Number("lanes", 6), (int)Number("bus-lanes", 3))
        {
            Replay = given.GetValueOrDefault("replay"),
            Log = given.GetValueOrDefault("log"),
        };
    }
}
