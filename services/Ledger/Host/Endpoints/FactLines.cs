using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Ledger.Domain.Reading;

namespace Ledger.Host.Endpoints;

/// <summary>A line of a request.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Bytes">The line without its line end; empty when the line is too long.</param>
/// <param name="Kept">The text that is stored for a line that is too long; null for any other line.</param>
internal readonly record struct FactLine(long Number, byte[] Bytes, string? Kept);

/// <summary>
/// Reads a request's body line by line, as it arrives. A line longer than the largest fact is returned as a line too, but never held in
/// memory whole; the lines behind it are read normally.
/// </summary>
internal static class FactLines
{
    /// <summary>The lines that are not blank.</summary>
    public static async IAsyncEnumerable<FactLine> ReadAsync(PipeReader body, [EnumeratorCancellation] CancellationToken ct)
    {
        var number = 0L;
        KeptText.TooLong? tooLong = null;
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(ct);
                var buffer = read.Buffer;
                while (true)
                {
                    while (tooLong is null && TryLine(ref buffer, read.IsCompleted, out var line))
                    {
                        number++;
                        if (!IsBlank(line)) yield return new FactLine(number, line.ToArray(), null);
                    }

                    if (tooLong is null)
                    {
                        if (buffer.Length <= SingleFact.BytesMax) break;
                        number++;
                        tooLong = new KeptText.TooLong();
                    }

                    if (!TryEnd(ref buffer, read.IsCompleted, tooLong)) break;
                    var kept = tooLong.End();
                    tooLong.Dispose();
                    tooLong = null;
                    yield return new FactLine(number, [], kept);
                }

                body.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) yield break;
            }
        }
        finally
        {
            tooLong?.Dispose();
        }
    }

    private static bool TryLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        var end = buffer.PositionOf((byte)'\n');
        line = end is { } at ? buffer.Slice(0, at) : buffer;
        if (line.Length > SingleFact.BytesMax || (end is null && (!isLast || line.Length == 0))) return false;
        buffer = buffer.Slice(end is { } after ? buffer.GetPosition(1, after) : buffer.End);
        return true;
    }

    // Passes on the bytes that have arrived of a line that is too long; true when the line has ended.
    private static bool TryEnd(ref ReadOnlySequence<byte> buffer, bool isLast, KeptText.TooLong line)
    {
        var end = buffer.PositionOf((byte)'\n');
        foreach (var segment in end is { } at ? buffer.Slice(0, at) : buffer) line.Add(segment.Span);
        buffer = buffer.Slice(end is { } after ? buffer.GetPosition(1, after) : buffer.End);
        return end is not null || isLast;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.IndexOfAnyExcept(" \t\r"u8) >= 0) return false;
        }

        return true;
    }
}
