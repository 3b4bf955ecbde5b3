using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Ledger.Domain.Programs;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Every picture that is accepted can be drawn: broken ones are refused.</summary>
public sealed class PictureTests
{
    [TestCase(0, 1)]
    [TestCase(2, 3)]
    [TestCase(6, 4)]
    public void A_PNG_of_gray_or_true_colour_is_fit(byte kind, int channels) => Assert.That(Picture.IsFit(Png(3, 2, kind, channels)));

    [TestCase(3, 1, 8, 0)]
    [TestCase(4, 2, 8, 0)]
    [TestCase(2, 3, 16, 0)]
    [TestCase(2, 3, 8, 1)]
    [TestCase(2, 4, 8, 0)]
    [TestCase(2, 2, 8, 0)]
    public void A_PNG_of_another_kind_or_with_another_number_of_bytes_is_not(byte kind, int channels, byte depth, byte interlace) =>
        Assert.That(Picture.IsFit(Png(3, 2, kind, channels, depth, interlace)), Is.False);

    [TestCase(1, 1, true)]
    [TestCase(2_000, 1, true)]
    [TestCase(2_001, 1, false)]
    [TestCase(1, 2_001, false)]
    [TestCase(0, 1, false)]
    public void Sides_have_limits(int width, int height, bool isFit) =>
        Assert.That(Picture.IsFit(Png(width, height, 0, 1)), Is.EqualTo(isFit));

    [Test]
    public void A_PNG_that_was_cut_or_in_which_a_byte_was_changed_is_not_fit()
    {
        var whole = Png(5, 4, 2, 3);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.That(Picture.IsFit(whole.AsSpan(0, length)), Is.False, $"{length} bytes");
        }

        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x40;
            Assert.That(Picture.IsFit(changed), Is.False, $"byte {i}");
        }
    }

    [Test]
    public void A_row_with_a_filter_that_there_is_not_is_found() => Assert.That(Picture.IsFit(Png(3, 2, 2, 3, filter: 5)), Is.False);

    [TestCase(0xC0, 8, 1, true)]
    [TestCase(0xC2, 8, 3, true)]
    [TestCase(0xC0, 8, 4, false)]
    [TestCase(0xC0, 12, 1, false)]
    [TestCase(0xC9, 8, 1, false)]
    public void A_JPEG_is_baseline_or_progressive_in_gray_or_three_colours(byte frame, byte depth, byte channels, bool isFit) =>
        Assert.That(Picture.IsFit(Jpeg(frame, depth, channels, 40, 30)), Is.EqualTo(isFit));

    [TestCase(2_000, true)]
    [TestCase(2_001, false)]
    [TestCase(0, false)]
    public void Its_sides_have_limits_too(int width, bool isFit) =>
        Assert.That(Picture.IsFit(Jpeg(0xC0, 8, 1, width, 10)), Is.EqualTo(isFit));

    [Test]
    public void A_JPEG_that_was_cut_is_not_fit()
    {
        var whole = Jpeg(0xC0, 8, 1, 8, 8);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.That(Picture.IsFit(whole.AsSpan(0, length)), Is.False, $"{length} bytes");
        }
    }

    [Test]
    public void Bytes_by_chance_never_fault()
    {
        var random = new Random(7);
        foreach (var start in new[] { Png(5, 4, 2, 3), Jpeg(0xC0, 8, 1, 8, 8) })
        {
            for (var round = 0; round < 5_000; round++)
            {
                var bytes = start.ToArray();
                for (var change = random.Next(1, 6); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                Assert.That(() => Picture.IsFit(bytes), Throws.Nothing);
            }
        }

        Assert.That(Picture.IsFit(new byte[Picture.BytesMax + 1]), Is.False);
    }

    private static byte[] Png(int width, int height, byte kind, int channels, byte depth = 8, byte interlace = 0, byte filter = 0)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9], head[12]) = (depth, kind, interlace);
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = Enumerable.Repeat((byte)90, width * channels).Prepend(filter).ToArray();
            for (var i = 0; i < height; i++) pack.Write(row);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", head), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(type), .. data];
        var crc = uint.MaxValue;
        foreach (var one in checkedPart)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~crc);
        return [.. length, .. checkedPart, .. check];
    }

    private static byte[] Jpeg(byte frame, byte depth, byte channels, int width, int height)
    {
        byte[] parts = [.. Enumerable.Range(1, channels).SelectMany(part => new byte[] { (byte)part, 0x11, 0 })];
        byte[] scanned = [.. Enumerable.Range(1, channels).SelectMany(part => new byte[] { (byte)part, 0 })];
        return
        [
            0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
            0xFF, frame, 0, (byte)(8 + parts.Length), depth,
            (byte)(height >> 8), (byte)(height & 0xFF), (byte)(width >> 8), (byte)(width & 0xFF), channels, .. parts,
            0xFF, 0xDA, 0, (byte)(6 + scanned.Length), channels, .. scanned, 0, 63, 0, 0, 0, 0, 0x3F, 0xFF, 0xD9,
        ];
    }
}
