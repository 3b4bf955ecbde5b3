using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ledger.TestSupport;

/// <summary>Listens to every exchange of a RabbitMQ that the AsyncAPI document names, whichever service publishes there.</summary>
public sealed class MessageListener : IAsyncDisposable
{
    private readonly IConnection connection;

    private MessageListener(IConnection connection) => this.connection = connection;

    /// <summary>Begins to listen.</summary>
    /// <param name="rabbit">amqp URI.</param>
    /// <param name="seen">Gets every received message.</param>
    public static async Task<MessageListener> ListenAsync(string rabbit, MessagesOut seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var connection = await new ConnectionFactory { Uri = new Uri(rabbit) }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        foreach (var exchange in MessageSchemas.Exchanges.Keys)
        {
            // Declared like the publisher does, because the publisher may start later.
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false);
            await channel.QueueBindAsync(queue, exchange, "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            seen.Take(delivery.Body, delivery.BasicProperties.ContentType, MessageSchemas.Exchanges[delivery.Exchange]);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return new MessageListener(connection);
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();
}
