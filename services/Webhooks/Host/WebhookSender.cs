using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Ledger.Contracts.V1;
using Ledger.Hosting.Outgoing;
using Ledger.Webhooks.Domain;

namespace Ledger.Webhooks.Host;

/// <summary>The result of one request to a receiver.</summary>
/// <param name="Status">The HTTP status; null: there was no answer.</param>
/// <param name="Error">Why there was no answer.</param>
/// <param name="RetryAfter">The pause for which the receiver asked.</param>
internal sealed record SendResult(int? Status, string? Error = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the receiver accepted the event.</summary>
    public bool IsDelivered => Status is >= 200 and <= 299;

    /// <summary>Whether the receiver answered that it is gone for good.</summary>
    public bool IsGone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>
/// Posts one signed event to one receiver. It follows no redirects, uses no proxy and no cookies, connects only to allowed addresses, reads
/// only the answer's headers, and has a time limit.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int AnswerBytesMax = 16 * 1024;
    private const int ErrorLengthMax = 200;
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);

    // Connections are closed after this time, so that names are resolved again.
    private static readonly TimeSpan ConnectionMax = TimeSpan.FromMinutes(2);

    private readonly AllowedAddresses addresses;
    private readonly WebhooksOptions options;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker client;

    public WebhookSender(AllowedAddresses addresses, WebhooksOptions options, TimeProvider time)
    {
        (this.addresses, this.options, this.time) = (addresses, options, time);
        client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = ConnectMax,
            MaxResponseDrainSize = AnswerBytesMax,
            MaxResponseHeadersLength = AnswerBytesMax / 1024,
            PooledConnectionLifetime = ConnectionMax,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>Sends an event; throws only when <paramref name="ct"/> is cancelled.</summary>
    public async Task<SendResult> SendAsync(Webhook webhook, OutgoingEvent one, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = Signed(webhook, one);
            using var answer = await client.SendAsync(request, either.Token);
            return new SendResult((int)answer.StatusCode, null, RetryAfter(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SendResult(null, string.Create(CultureInfo.InvariantCulture,
                $"No answer within {options.AnswerMax.TotalSeconds} s."));
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException or UriFormatException or SocketException or AddressRefusedException)
        {
            return new SendResult(null, Sentence(failure));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private HttpRequestMessage Signed(Webhook webhook, OutgoingEvent one)
    {
        var now = time.GetUtcNow();
        var (id, timestamp) = (one.Id.ToString(), now.ToUnixTimeSeconds());
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ReadOnlyMemoryContent(one.Json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEventText.ContentType, "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Ledger", "1"));
        request.Headers.Add(Signature.IdHeader, id);
        request.Headers.Add(Signature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(Signature.SignatureHeader, Signature.Of(webhook.SecretsAt(now).Select(secret => secret.Text), id, timestamp,
            one.Json.Span));
        return request;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var allowed = await addresses.OfAsync(host, context.InitialRequestMessage.RequestUri!.Scheme, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked) =>
        asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);

    private static string Sentence(Exception failure)
    {
        var cause = failure;
        while (cause.InnerException is { } inner) cause = inner;
        return cause.Message.Length > ErrorLengthMax ? cause.Message[..ErrorLengthMax] : cause.Message;
    }
}
