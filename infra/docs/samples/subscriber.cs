#:package Ledger.Client@0.1.0
#:property PublishAot=false

// A subscriber that must miss nothing: it follows the program's events and keeps, in a file, the position that it has dealt with.
//
//   dotnet run subscriber.cs -- ADDRESS KEY PROGRAM FILE [UNTIL]
using Ledger.Client;

if (args.Length < 4)
{
    Console.Error.WriteLine("usage: dotnet run subscriber.cs -- ADDRESS KEY PROGRAM FILE [UNTIL]");
    return 2;
}

var (file, until) = (args[3], args.Length > 4 ? long.Parse(args[4]) : long.MaxValue);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
using var ledger = LedgerClient.Open(new Uri(args[0]), args[1]);
var dealtWith = File.Exists(file) ? long.Parse(await File.ReadAllTextAsync(file)) : 0;
try
{
    await foreach (var happened in ledger.Program(args[2]).FollowEventsAsync(dealtWith, stop.Token))
    {
        // Here the subscriber does its work. After a crash the last event may come once more: its id is the same.
        Console.WriteLine($"{happened.Position} {happened.Id} {happened.Type}");
        await File.WriteAllTextAsync(file, happened.Position);
        if (long.Parse(happened.Position) >= until) return 0;
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
}

return 0;
