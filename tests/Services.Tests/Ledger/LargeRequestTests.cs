using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Requests of extreme size: what is too large is refused without being held in memory, and a large order is recorded.</summary>
public sealed class LargeRequestTests : ServiceTests
{
    [Test]
    public async Task A_body_that_is_nested_too_deeply_is_refused()
    {
        await PublishAsync();

        var reply = await Api.SendAsync(Shop.Order("1"), new string('[', 100_000));

        Assert.That(reply.Code, Is.EqualTo("malformed_json"), reply.Text);
    }

    [Test]
    public async Task A_body_of_100_megabytes_is_refused_before_it_is_read()
    {
        await PublishAsync();
        var path = LedgerApi.PathOf(Shop.Order("1"));
        using var known = new ByteArrayContent(new byte[100 * 1024 * 1024]);
        using var unknown = new StreamContent(new Endless(100 * 1024 * 1024));

        foreach (var content in new HttpContent[] { known, unknown })
        {
            // The service may close the connection while the rest is still being sent.
            var reply = await TrySendAsync(path, content);
            if (reply is not null) Assert.That((reply.Status, reply.Code), Is.EqualTo((413, "too_large")));
        }

        await RecordAsync(Shop.Order("1"));
        Assert.That(TheService.Process.PeakMemory, Is.LessThan(500L * 1024 * 1024));
    }

    [Test]
    public async Task An_order_of_10000_lines_is_recorded()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: [.. Enumerable.Range(1, 10_000).Select(n => Shop.Line($"L{n}", 0.01m * n))]));

        Assert.That((await PointsAsync()).Pending, Is.EqualTo(500_050));
    }

    private static async Task<Reply?> TrySendAsync(string path, HttpContent content)
    {
        try
        {
            return await Api.SendAsync(HttpMethod.Put, path, content);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A stream of a number of spaces, generated as they are read.</summary>
    private sealed class Endless(long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, left);
            Array.Fill(buffer, (byte)' ', offset, read);
            left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
