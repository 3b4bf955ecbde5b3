using System.Text;
using System.Text.Json;
using Ledger.Fuzz.Inputs;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Fuzz.Sending;

/// <summary>A connection to the broker: puts bytes into the service's queues, and counts the answers to commands.</summary>
public sealed class Queues : IAsyncDisposable
{
    /// <summary>Messages that may wait in a queue before senders wait.</summary>
    private const uint WaitingMax = 600;

    private readonly IConnection connection;
    private readonly List<string> answers = [];
    private long answered;

    private Queues(IConnection connection, string answersTo) => (this.connection, AnswersTo) = (connection, answersTo);

    /// <summary>The address that answers to commands are sent to.</summary>
    public string AnswersTo { get; }

    /// <summary>Answers that came.</summary>
    public long Answered => Volatile.Read(ref answered);

    /// <summary>Bodies of answers, the first of them.</summary>
    public IReadOnlyList<string> Answers
    {
        get
        {
            lock (answers) return [.. answers];
        }
    }

    public static async Task<Queues> ConnectAsync(Uri rabbit, string run)
    {
        ArgumentNullException.ThrowIfNull(rabbit);
        var connection = await new ConnectionFactory { Uri = rabbit }.CreateConnectionAsync();
        var name = $"fuzz-answers-{run}";
        var queues = new Queues(connection, $"rabbitmq://{rabbit.Host}:{rabbit.Port}/{name}?temporary=true");
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: false, autoDelete: true);
        await channel.QueueDeclareAsync(name, durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync(name, name, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            Interlocked.Increment(ref queues.answered);
            lock (queues.answers)
            {
                if (queues.answers.Count < 20_000) queues.answers.Add(Encoding.UTF8.GetString(delivery.Body.Span));
            }

            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(name, autoAck: true, consumer);
        return queues;
    }

    /// <summary>A channel of its own with confirms, which one lane uses.</summary>
    public Task<IChannel> OpenAsync() => connection.CreateChannelAsync(new CreateChannelOptions(true, true));

    public static ValueTask PutAsync(IChannel channel, Message message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(message);
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent };
        if (message.ContentType.Length > 0) properties.ContentType = message.ContentType;
        return channel.BasicPublishAsync("", message.Queue, true, properties, message.Body, ct);
    }

    /// <summary>Waits while the service has more than enough to do.</summary>
    public static async Task RoomAsync(IChannel channel, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(channel);
        while (await channel.MessageCountAsync(Message.Orders, ct) > WaitingMax
            || await channel.MessageCountAsync(Message.Commands, ct) > WaitingMax) await Task.Delay(20, ct);
    }

    /// <summary>How many messages wait in a queue; null: there is none of this name.</summary>
    public async Task<uint?> WaitingAsync(string queue)
    {
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.MessageCountAsync(queue);
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    /// <summary>Code and message of an answer's refusal; nulls: it was none.</summary>
    public static (string? Code, string? Message) RefusalIn(string answer)
    {
        using var envelope = JsonDocument.Parse(answer);
        var settled = envelope.RootElement.GetProperty("message");
        return (TextOf("code"), TextOf("message"));

        string? TextOf(string name) => settled.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() : null;
    }
}
