using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ledger.Fuzz.Checks;
using Ledger.Fuzz.Inputs;
using Ledger.Fuzz.Runs;
using Ledger.Fuzz.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// The tool behind infra/fuzz reports only faults of the service: it knows where it broke a request's HTTP itself, never takes an answer
/// for that of another request, and sends a batch again until it is acknowledged.
/// </summary>
public sealed class FuzzToolTests
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);
    private static readonly byte[] Body = "{}"u8.ToArray();
    private static readonly Dictionary<string, string> Closing = new() { ["connection"] = "close" };

    private static readonly string Head = Request.HeadOf("POST", "/v1/programs/p/simulations?own=%C3%84&a=~");

    private static IEnumerable<TestCaseData> BrokenHeads()
    {
        yield return new TestCaseData(Head + "\r\n").SetArgDisplayNames("the head ends early");
        yield return new TestCaseData(Head + "Content-Length: 0\r\n").SetArgDisplayNames("two lengths");
        yield return new TestCaseData(Head + "Transfer-Encoding: gzip\r\n").SetArgDisplayNames("a transfer coding");
        yield return new TestCaseData(Head + "Host: other\r\n").SetArgDisplayNames("two hosts");
        yield return new TestCaseData(Head + "X\r\n").SetArgDisplayNames("a field without a colon");
        yield return new TestCaseData(Head + "X: \0\r\n").SetArgDisplayNames("a control character");
        yield return new TestCaseData(Head[..^1]).SetArgDisplayNames("a line that does not end");
        yield return new TestCaseData(Head.Replace("%C3", "%00", StringComparison.Ordinal)).SetArgDisplayNames("an encoded NUL");
        yield return new TestCaseData(Head.Replace("~", "^", StringComparison.Ordinal)).SetArgDisplayNames("a character of no URI");
        yield return new TestCaseData(Head.Replace("~", "a b", StringComparison.Ordinal)).SetArgDisplayNames("a space in the target");
        yield return new TestCaseData(Head.Replace("~", new string('s', 8000), StringComparison.Ordinal)).SetArgDisplayNames("a long line");
        yield return new TestCaseData(Head.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal)).SetArgDisplayNames("another version");
    }

    [Test]
    public void A_request_as_clients_send_it_is_well_formed()
    {
        Assert.That(new Request("own", Head, Body).Framing(), Is.EqualTo(new Framing("HTTP/1.1", IsWellFormed: true)));
        Assert.That(new Request("own", Request.HeadOf("GET", "/", ""), []).Framing().IsWellFormed, Is.True);
    }

    [TestCaseSource(nameof(BrokenHeads))]
    public void Bytes_that_a_server_may_read_otherwise_are_not(string head) =>
        Assert.That(new Request("junk", head, Body).Framing().IsWellFormed, Is.False);

    [Test]
    public void A_refusal_without_a_document_is_right_for_broken_HTTP_alone()
    {
        var check = new AnswerCheck(new HashSet<string>());
        var refused = new Answer(400, Closing, [], TimeSpan.Zero);
        var broken = new Request("junk", Head + "X\r\n", Body);

        Assert.That(check.Of(broken, refused), Is.Null);
        Assert.That(check.Of(broken, refused with { Headers = new Dictionary<string, string>() }), Is.Not.Null, "the connection stays");
        Assert.That(check.Of(new Request("junk", Head, Body), refused)?.Kind, Is.EqualTo("a refusal is no problem document"));
        Assert.That(check.Of(broken, new Answer(0, Closing, [], TimeSpan.Zero)), Is.Null);
        Assert.That(check.Of(new Request("junk", Head, Body), new Answer(0, Closing, [], TimeSpan.Zero))?.Kind, Is.EqualTo("no answer"));
    }

    [TestCase("Order m1497 has no line `1.", false, Description = "The sender's own id is no name of a type.")]
    [TestCase("$.lines is an IReadOnlyList`1.", true)]
    [TestCase("System.Text.Json cannot read it.", true)]
    public void A_text_names_the_implementation_only_by_names_of_types_and_libraries(string text, bool found) =>
        Assert.That(AnswerCheck.Text("", text) is not null, Is.EqualTo(found));

    [TestCase("HTTP/1.1", false)]
    [TestCase("HTTP/1.0", false)]
    [TestCase("HTTP/11", true)]
    [TestCase("TTP/1.1", true)]
    [TestCase("HTTP/.1", true)]
    [TestCase("HTTP/1.ã", true)]
    [TestCase("HTTP/2.0", true)]
    public void Status_505_is_right_for_an_unsupported_version_alone(string version, bool isRight)
    {
        var check = new AnswerCheck(new HashSet<string>());
        var request = new Request("junk", Head.Replace("HTTP/1.1", version, StringComparison.Ordinal) + "X\r\n", Body);

        Assert.That(check.Of(request, new Answer(505, Closing, [], TimeSpan.Zero)) is null, Is.EqualTo(isRight));
        Assert.That(check.Of(request, new Answer(501, Closing, [], TimeSpan.Zero))?.Kind, Is.EqualTo("status 501"));
    }

    [Test]
    public async Task A_body_behind_a_head_that_ends_early_is_not_answered_to_the_next_request()
    {
        var cut = new Request("junk", Head + "\r\n", Body);
        await using var server = await ServerAsync(context => context.Response.WriteAsync(context.Request.Path));
        using var connection = new HttpConnection(AddressOf(server));

        for (var n = 0; n < 20; n++)
        {
            await connection.SendAsync(cut.ToBytes("k"), isHead: false, AnswerMax);
            var next = new Request("own", Request.HeadOf("POST", $"/{n}"), Body);
            var answer = await connection.SendAsync(next.ToBytes("k"), isHead: false, AnswerMax);
            Assert.That((answer.Status, answer.Text), Is.EqualTo((200, $"/{n}")));
        }
    }

    [Test]
    public async Task A_second_answer_to_a_well_formed_request_is_noticed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerTwiceAsync(listener);
        using var connection = new HttpConnection(new Uri($"http://{listener.LocalEndpoint}"));

        var answer = await connection.SendAsync(new Request("own", Head, Body).ToBytes("k"), isHead: false, AnswerMax);
        await answering;

        Assert.That(answer.Status, Is.EqualTo(204));
        Assert.That(connection.HoldsUnasked, Is.True);
    }

    [Test]
    public async Task A_batch_that_is_not_acknowledged_is_sent_again_and_counted_once()
    {
        const int Batches = 12;
        const string Full = """{"type":"urn:ledger:problem:busy","code":"busy","status":429,"detail":"Send it again later."}""";
        var tries = new ConcurrentDictionary<string, int>();
        var acknowledged = new ConcurrentBag<string>();
        using var end = new CancellationTokenSource();
        await using var server = await ServerAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            var body = await reader.ReadToEndAsync();
            if (context.Request.Method != "POST" || !context.Request.Path.Value!.EndsWith("/orders", StringComparison.Ordinal)) return;
            switch (tries.AddOrUpdate(body, 1, (_, count) => count + 1))
            {
                case 2: context.Abort(); break;
                case 1 or 3:
                    (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "0");
                    context.Response.ContentType = "application/problem+json";
                    await context.Response.WriteAsync(Full);
                    break;
                default:
                    acknowledged.Add(body);
                    if (acknowledged.Count == Batches) await end.CancelAsync();
                    var lines = body.Split('\n').Count(line => line.Trim(' ', '\t', '\r').Length > 0);
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync(
                        $$"""{"recorded":{{lines}},"repeated":0,"superseded":0,"parked":0,"rejected":0,"conflicts":0,"problems":[]}""");
                    break;
            }
        });
        var options = new Fuzz.Options(AddressOf(server), "k", null, "", "", Seed: 1, AnswerMax);
        var findings = new Findings("", options.Seed);
        var lane = new HttpLane(options, new Requests(new Scenario("r"), options.Seed, 0), new AnswerCheck(new HashSet<string> { "busy" }),
            findings, new Tally());

        await lane.RunAsync(end.Token);

        Assert.That(findings.Told, Is.Empty);
        Assert.That(acknowledged, Has.Count.EqualTo(Batches));
        Assert.That(acknowledged, Is.Unique, "what was acknowledged is not sent again");
        var good = acknowledged.SelectMany(body => body.Split('\n'))
            .Count(line => line.Contains("\"orderId\":\"h0-", StringComparison.Ordinal));
        Assert.That(lane.Requests.Good.Sum(), Is.EqualTo(good).And.GreaterThan(0));
    }

    private static async Task<WebApplication> ServerAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return server;
    }

    private static Uri AddressOf(WebApplication server) => new(server.Urls.Single());

    private static async Task AnswerTwiceAsync(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[4096]);
        await socket.SendAsync("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
    }
}
