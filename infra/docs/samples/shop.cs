#:package Ledger.Client@0.1.0
#:property PublishAot=false

// A shop. It hands in an order whose points are active by now, shows what the company has, and redeems a reward.
//
//   dotnet run shop.cs -- ADDRESS KEY PROGRAM ACCOUNT [ORDER]
//
// Run it again with the same ORDER: nothing is counted twice.
using Ledger.Client;
using Ledger.Contracts.V1;

if (args.Length < 4)
{
    Console.Error.WriteLine("usage: dotnet run shop.cs -- ADDRESS KEY PROGRAM ACCOUNT [ORDER]");
    return 2;
}

var (program, account) = (args[2], args[3]);
var orderId = args.Length > 4 ? args[4] : Guid.NewGuid().ToString("N");
using var ledger = LedgerClient.Open(new Uri(args[0]), args[1]);
var shop = ledger.Program(program);

// The first of last month, so that the same order is the same order all month long; the sample's points wait 14 days.
var month = new DateTimeOffset(DateTimeOffset.UtcNow.Year, DateTimeOffset.UtcNow.Month, 1, 9, 0, 0, TimeSpan.Zero).AddMonths(-1);
var order = new OrderPlaced(
    program, "sample-shop", orderId, account, month, "GBP",
    [
        new OrderLine("1", "MUG-RED", Quantity: 200, UnitPrice: 4.95m),
        new OrderLine("2", "SPADE", Quantity: 3, UnitPrice: 16.50m, Category: "garden", Discount: 2.50m),
    ]);

var asked = await shop.SimulateAsync(order);
Console.WriteLine($"The order would earn {asked.Evaluation.Points} points and a discount of {asked.Evaluation.Entitled} {order.Currency}.");

var recorded = await ledger.SubmitAsync(order);
Console.WriteLine($"Order {orderId} is {recorded.Outcome}, at position {recorded.Position}.");

try
{
    // The key makes it safe to send again: the same key is the same mug.
    var redeemed = await ledger.ExecuteAsync(new RedeemPoints(program, $"mug-{orderId}", account, For: "reward", Reward: "mug"));
    Console.WriteLine($"A mug for {redeemed.Reply.Amount} points{(redeemed.IsReplayed ? ", as before" : "")}.");
}
catch (LedgerException refused) when (refused.Code is "insufficient_balance" or "tier_not_entitled")
{
    Console.WriteLine($"No mug today: {refused.Problem.Detail}");
}

// What is read has seen what was written above.
var wallet = await shop.GetWalletAsync(account);
Console.WriteLine($"{account} has {wallet?.Available ?? 0} points to spend, and {wallet?.Pending ?? 0} that wait.");
await foreach (var entry in shop.ListEntriesAsync(account))
{
    Console.WriteLine($"  {entry.Sequence,4}  {entry.Type,-20} {entry.Amount,8} {entry.Unit}");
}
return 0;
