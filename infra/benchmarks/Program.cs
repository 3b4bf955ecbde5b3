using Ledger.Bench.Engine;
using Ledger.Bench.Runs;

namespace Ledger.Bench;

/// <summary>Compares the ledger with usual designs. <c>infra/bench</c> starts it with servers of its own.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [BareSelectService.Argument, var database])
        {
            await BareSelectService.ServeAsync(database);
            return 0;
        }

        if (Options.Read(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync(Options.Usage);
            return 2;
        }

        if (options.Engine) return EngineBenchmarks.Run();
        await new Session(options).RunAsync();
        return 0;
    }
}
