using System.Collections.Concurrent;
using System.Text;
using Ledger.Contracts.V1;
using MassTransit;
using RabbitMQ.Client;

namespace Ledger.TestSupport;

/// <summary>
/// A client of the real RabbitMQ: it sends messages as MassTransit writes them, and raw bytes. What it receives is checked against its
/// description by <see cref="MessagesOut.OfThisRun"/>.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    public const string OrdersQueue = "ledger-orders";
    public const string CommandsQueue = "ledger-commands";
    private readonly Uri address;
    private readonly IBusControl bus;

    private Broker(Uri address)
    {
        this.address = address;
        bus = Bus.Factory.CreateUsingRabbitMq(configure =>
        {
            configure.Host(address, host => host.PublisherConfirmation = true);
            configure.ConfigureJsonSerializerOptions(options =>
            {
                Wire.Configure(options);
                return options;
            });
        });
    }

    public static async Task<Broker> ConnectAsync(string? rabbit = null)
    {
        var broker = new Broker(new Uri(rabbit ?? TestServers.Rabbit));
        broker.bus.ConnectReceiveObserver(new Observer());
        await broker.bus.StartAsync();
        return broker;
    }

    /// <summary>
    /// Publishes a fact as its own message; <paramref name="id"/> is the message id, a new one without it. Fails if the message reaches no
    /// queue.
    /// </summary>
    public Task PublishAsync(object message, Guid? id = null) => bus.Publish(message, message.GetType(), context =>
    {
        context.Mandatory = true;
        if (id is { } given) context.MessageId = given;
    });

    /// <summary>Sends a command and waits for its answer.</summary>
    public async Task<CommandSettled> AskAsync<T>(T command)
        where T : class
    {
        var answer = await bus.CreateRequestClient<T>(RequestTimeout.After(m: 1)).GetResponse<CommandSettled>(command);
        return answer.Message;
    }

    /// <summary>Collects what is published of one type from now on, with the ids of the messages.</summary>
    public async Task<ConcurrentQueue<(Guid Id, T Message)>> CollectAsync<T>()
        where T : class
    {
        var seen = new ConcurrentQueue<(Guid Id, T Message)>();
        var endpoint = bus.ConnectReceiveEndpoint($"test-{Guid.NewGuid():N}", queue =>
        {
            if (queue is IRabbitMqReceiveEndpointConfigurator own) (own.AutoDelete, own.Durable) = (true, false);
            queue.Handler<T>(context =>
            {
                seen.Enqueue((context.MessageId!.Value, context.Message));
                return Task.CompletedTask;
            });
        });
        await endpoint.Ready;
        return seen;
    }

    /// <summary>Puts bytes into a queue as they are.</summary>
    public async Task PutAsync(byte[] body, string contentType = "application/vnd.masstransit+json", string queue = OrdersQueue)
    {
        await using var connection = await ConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(
            "", queue, true, new BasicProperties { ContentType = contentType, DeliveryMode = DeliveryModes.Persistent }, body);
    }

    /// <summary>Puts a text into a queue as the message of an envelope, as MassTransit would write it.</summary>
    public Task PutAsync(string message, string type, string queue = OrdersQueue) => PutAsync(
            Encoding.UTF8.GetBytes(
                $$"""{"messageId":"{{Guid.NewGuid()}}","messageType":["urn:message:Ledger.Contracts.V1:{{type}}"],"message":{{message}}}"""
            ),
            queue: queue
        );

    /// <summary>How many messages wait in a queue.</summary>
    public async Task<uint> WaitingAsync(string queue = OrdersQueue)
    {
        await using var connection = await ConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    /// <summary>Deletes the orders' queue with what an earlier service left in it: all services use the same queue name.</summary>
    public async Task DeleteQueueAsync()
    {
        await using var connection = await ConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(OrdersQueue, false, false);
    }

    public async ValueTask DisposeAsync() => await bus.StopAsync(TimeSpan.FromSeconds(30));

    private Task<IConnection> ConnectionAsync() => new ConnectionFactory { Uri = address }.CreateConnectionAsync();

    private sealed class Observer : IReceiveObserver
    {
        public Task PreReceive(ReceiveContext context)
        {
            MessagesOut.OfThisRun.Take(context.Body.GetBytes(), context.ContentType.MediaType);
            return Task.CompletedTask;
        }

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
            where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
