#:package Ledger.Contracts@0.1.0
#:package MassTransit.RabbitMQ@8.5.12
#:property PublishAot=false

// An ERP system that publishes its facts over RabbitMQ. The broker keeps them until the ledger has taken them; a fact may come twice.
//
//   dotnet run erp-publisher.cs -- BROKER PROGRAM ACCOUNT ORDER
using Ledger.Contracts.V1;
using MassTransit;

if (args.Length < 4)
{
    Console.Error.WriteLine("usage: dotnet run erp-publisher.cs -- BROKER PROGRAM ACCOUNT ORDER");
    return 2;
}

var (program, account, orderId) = (args[1], args[2], args[3]);
var bus = Bus.Factory.CreateUsingRabbitMq(broker =>
{
    broker.Host(new Uri(args[0]));
    broker.ConfigureJsonSerializerOptions(json =>
    {
        // Messages have the same form everywhere.
        Wire.Configure(json);
        return json;
    });
});
await bus.StartAsync();
try
{
    // Each goes to the exchange of its type, which is bound to the queue that the ledger reads. A message that reaches no queue, because
    // the ledger has never run on this broker, is returned and makes this fail, instead of being dropped.
    var mandatory = Pipe.Execute<PublishContext>(message => message.Mandatory = true);
    var placed = DateTimeOffset.UtcNow.AddDays(-3);
    await bus.Publish(new OrderPlaced(
        program, "erp", orderId, account, placed, "GBP",
        [
            new OrderLine("10", "TEAPOT", Quantity: 25, UnitPrice: 14.40m),
            new OrderLine("20", "RAKE", Quantity: 40, UnitPrice: 9.75m, Category: "garden"),
        ]), mandatory);
    await bus.Publish(new OrderPaid(program, "erp", orderId, placed.AddDays(1)), mandatory);
    await bus.Publish(new OrderShipped(program, "erp", orderId, placed.AddDays(2), ShipmentId: "S-1"), mandatory);
    var rakes = new ReturnedLine("20", Quantity: 4);
    await bus.Publish(new OrderReturned(program, "erp", orderId, "R-1", placed.AddDays(2), [rakes]), mandatory);
    Console.WriteLine($"Order {orderId} and what happened to it are with the broker.");
}
finally
{
    await bus.StopAsync();
}

return 0;
