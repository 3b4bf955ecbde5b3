#:package Ledger.Client@0.1.0
#:property PublishAot=false

// Month end: shows how the points came through a month, and keeps what finance files as spreadsheets.
//
//   dotnet run month-end.cs -- ADDRESS KEY PROGRAM MONTH FOLDER
using Ledger.Client;

if (args.Length < 5)
{
    Console.Error.WriteLine("usage: dotnet run month-end.cs -- ADDRESS KEY PROGRAM MONTH FOLDER");
    return 2;
}

var (month, folder) = (args[3], args[4]);
using var ledger = LedgerClient.Open(new Uri(args[0]), args[1]);
var reports = ledger.Program(args[2]).Reports;

var rolled = await reports.GetRollForwardAsync(month, unit: "points");
foreach (var book in rolled.Units.SelectMany(unit => unit.Books).Where(book => book.Book == "total"))
{
    Console.WriteLine($"Points of {month}: {book.Opening} + {book.Issued} issued - {book.Redeemed} redeemed ... = {book.Closing}");
}

var balance = await reports.GetTrialBalanceAsync();
Console.WriteLine($"The books sum to {balance.Sums.Sum(unit => unit.Amount)} at position {balance.Position}.");

var owed = 0m;
await foreach (var order in reports.ListVarianceAsync(month, month)) owed += order.Variance;
Console.WriteLine($"Orders of {month} gave {owed} less discount than the rules.");

foreach (var (report, file) in new[] { ($"roll-forward?period={month}", "roll-forward.xlsx"), ("liability", "liability.xlsx") })
{
    await using var target = File.Create(Path.Combine(folder, file));
    await reports.DownloadAsync(report, ReportFile.Xlsx, target);
    Console.WriteLine($"{target.Name} has {target.Length} bytes.");
}

return 0;
