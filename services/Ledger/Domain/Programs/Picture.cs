using System.Buffers.Binary;
using System.IO.Compression;

namespace Ledger.Domain.Programs;

/// <summary>
/// Checks a picture before it is stored, so that every stored picture can be drawn. A PNG is unpacked; of a JPEG only the headers are read,
/// because a PDF embeds a JPEG as it is.
/// </summary>
public static class Picture
{
    /// <summary>The largest picture, in bytes.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>The largest width and height, in pixels.</summary>
    public const int SideMax = 2_000;

    /// <summary>What a picture must be, as the end of a sentence.</summary>
    public static readonly string Rule =
        $"a PNG in gray or true colour, with 8 bits a channel and without interlacing, or a JPEG; at most {BytesMax / 1024} KiB and "
        + $"{SideMax} pixels on a side";

    private static ReadOnlySpan<byte> PngMark => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether a picture meets <see cref="Rule"/>.</summary>
    public static bool IsFit(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= BytesMax && (bytes.StartsWith(PngMark) ? IsPng(bytes[PngMark.Length..]) : IsJpeg(bytes));

    private static bool IsPng(ReadOnlySpan<byte> rest)
    {
        if (!TryChunk(ref rest, out var type, out var head) || !type.SequenceEqual("IHDR"u8) || head.Length != 13) return false;
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(head), BinaryPrimitives.ReadUInt32BigEndian(head[4..]));
        int? channels = head[9] switch { 0 => 1, 2 => 3, 6 => 4, _ => null };
        if (!AreSides(width, height) || channels is null || head[8] != 8 || head[10] != 0 || head[11] != 0 || head[12] != 0) return false;
        using var packed = new MemoryStream();
        var isOver = false;
        while (!isOver && TryChunk(ref rest, out type, out var data))
        {
            if (type.SequenceEqual("IDAT"u8)) packed.Write(data);
            isOver = type.SequenceEqual("IEND"u8);
        }

        return isOver && AreRows(packed, (int)height, 1 + ((int)width * channels.Value));
    }

    // Whether the unpacked data has exactly as many bytes as width and height give, and each row begins with a filter type that PNG
    // defines.
    private static bool AreRows(MemoryStream packed, int rows, int bytesOfRow)
    {
        packed.Position = 0;
        try
        {
            using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
            var row = new byte[bytesOfRow];
            for (var i = 0; i < rows; i++)
            {
                unpacked.ReadExactly(row);
                if (row[0] > 4) return false;
            }

            return unpacked.ReadByte() < 0;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    private static bool TryChunk(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        type = default;
        data = default;
        if (rest.Length < 12) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12) return false;
        type = rest.Slice(4, 4);
        data = rest.Slice(8, (int)length);
        if (Crc(rest.Slice(4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..])) return false;
        rest = rest[((int)length + 12)..];
        return true;
    }

    // The CRC-32 of PNG chunks (ISO 3309).
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    // A JPEG is a list of segments: first one that names the kind of file, then the frame with width and height, then the first scan.
    private static bool IsJpeg(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || !bytes.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9])) return false;
        var hasFrame = false;
        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == 0xFF;)
        {
            var (kind, length) = (bytes[at + 1], BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]));
            if (length < 2 || at + 2 + length > bytes.Length) return false;
            var segment = bytes.Slice(at + 4, length - 2);
            if (at == 2 && !IsKind(kind, segment)) return false;
            // Baseline and progressive frames; PDF viewers need not support the other kinds.
            if (kind is 0xC0 or 0xC1 or 0xC2)
            {
                if (!IsFrame(segment)) return false;
                hasFrame = true;
            }

            if (kind == 0xDA) return hasFrame && IsScan(segment, bytes[(at + 2 + length)..]);
            at += 2 + length;
        }

        return false;
    }

    private static bool IsKind(byte kind, ReadOnlySpan<byte> segment) =>
        (kind == 0xE0 && segment.Length >= 14 && segment.StartsWith("JFIF\0"u8))
        || (kind == 0xE1 && (segment.StartsWith("Exif\0\0MM"u8) || segment.StartsWith("Exif\0\0II"u8)));

    // The PDF library looks for a further segment behind the scan's header and reads four bytes to do so.
    private static bool IsScan(ReadOnlySpan<byte> head, ReadOnlySpan<byte> scan) =>
        head.Length > 0 && head.Length == 4 + (2 * head[0]) && scan.Length >= 4 && scan[0] != 0xFF;

    // Eight bits a channel, gray or three colours.
    private static bool IsFrame(ReadOnlySpan<byte> frame) =>
        frame.Length >= 6 && frame[0] == 8 && (frame[5] is 1 or 3)
        && AreSides(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));

    private static bool AreSides(uint width, uint height) => width is >= 1 and <= SideMax && height is >= 1 and <= SideMax;
}
