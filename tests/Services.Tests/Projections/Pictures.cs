namespace Ledger.Services.Tests.Projections;

/// <summary>Small pictures.</summary>
internal static class Pictures
{
    /// <summary>12 × 4 pixels of one colour, in base 64.</summary>
    public const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAECAIAAAA1REndAAAAEUlEQVR42mNQSFhAEDHQVxEAhXU2AaxZO20AAAAASUVORK5CYII=";

    /// <summary>
    /// A JPEG in one shade of gray, composed by hand: each Huffman table has one code of one bit, and every block has its mean value only.
    /// </summary>
    public static byte[] Jpeg(byte width, byte height)
    {
        var blocks = (width + 7) / 8 * ((height + 7) / 8);
        var scan = new byte[((blocks * 2) + 7) / 8];
        byte[] tables = [0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64)];
        byte[] dc = [0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0];
        byte[] ac = [0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0];
        return
        [
            0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, .. tables,
            0xFF, 0xC0, 0, 11, 8, 0, height, 0, width, 1, 1, 0x11, 0, .. dc, .. ac,
            0xFF, 0xDA, 0, 8, 1, 1, 0x00, 0, 63, 0, .. scan, 0xFF, 0xD9,
        ];
    }
}
