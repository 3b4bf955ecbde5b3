using Ledger.Fuzz;
using Ledger.Fuzz.Runs;
using Ledger.Fuzz.Sending;

if (args is [] or ["--help"] or ["-h"])
{
    Console.WriteLine(Options.Usage);
    return args is [] ? 2 : 0;
}

Options options;
try
{
    options = Options.Read(args);
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync($"{wrong.Message}\n{Options.Usage}");
    return 2;
}

if (options.Replay is { } file)
{
    // A case as it was saved, with this run's key in it; Latin-1 keeps every byte.
    var request = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Replace(Ledger.Fuzz.Inputs.Request.Key,
        options.Key, StringComparison.Ordinal);
    using var connection = new HttpConnection(options.Url);
    Console.WriteLine(await connection.SendAsync(System.Text.Encoding.Latin1.GetBytes(request),
        request.StartsWith("HEAD ", StringComparison.Ordinal), TimeSpan.FromSeconds(60)));
    return 0;
}

return await new FuzzRun(options, Console.Out).RunAsync() ? 0 : 1;
