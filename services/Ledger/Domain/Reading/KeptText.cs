using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Reading;

/// <summary>
/// What was sent, as text that can be kept with a refusal. Bytes that no text can hold are written as <c>\xE9</c>, which no JSON reader
/// takes: what is handed in again is what was sent, or is refused again.
/// </summary>
public static class KeptText
{
    /// <summary>Of what is longer, in bytes, only the beginning is kept.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    private const int BeginningMax = 64 * 1024;

    /// <summary>The text of what was sent.</summary>
    public static string Of(ReadOnlySpan<byte> sent)
    {
        return sent.Length <= BytesMax ? Readable(sent) : Beginning(sent[..BeginningMax], sent.Length, SHA256.HashData(sent));
    }

    private static string Beginning(ReadOnlySpan<byte> beginning, long length, byte[] digest) =>
        string.Create(CultureInfo.InvariantCulture, $"{Readable(beginning)}… {length} bytes, SHA-256 {Convert.ToHexStringLower(digest)}");

    /// <summary>A JSON object with members that its transport knows and that it does not have itself; what is no object stays as it
    /// is.</summary>
    public static byte[] WithMembers(ReadOnlySpan<byte> sent, IReadOnlyDictionary<string, string> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (JsonSyntax.FaultOf(sent) is not null) return sent.ToArray();
        var reader = new Utf8JsonReader(sent, new JsonReaderOptions { MaxDepth = JsonSyntax.DepthMax });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return sent.ToArray();
        var start = (int)reader.BytesConsumed;
        var (isEmpty, names) = (true, new HashSet<string>(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            if (RecordReader.TryText(ref reader, out var name, out _)) names.Add(name);
            reader.Read();
            reader.Skip();
        }

        var missing = members.Where(member => !names.Contains(member.Key)).ToDictionary();
        if (missing.Count == 0) return sent.ToArray();
        var added = JsonSerializer.SerializeToUtf8Bytes(missing, Wire.Options).AsSpan()[..^1];
        return [.. added, .. isEmpty ? [] : ","u8, .. sent[start..]];
    }

    /// <summary>What is too long to be held in memory, piece by piece.</summary>
    public sealed class TooLong : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly List<byte> beginning = [];
        private long length;

        /// <summary>Takes the next piece of what was sent.</summary>
        public void Add(ReadOnlySpan<byte> piece)
        {
            hash.AppendData(piece);
            length += piece.Length;
            if (beginning.Count < BeginningMax) beginning.AddRange(piece[..Math.Min(piece.Length, BeginningMax - beginning.Count)]);
        }

        /// <summary>What is kept, once all of it was taken: as <see cref="Of"/> of the whole.</summary>
        public string End() => Beginning(CollectionsMarshal.AsSpan(beginning), length, hash.GetHashAndReset());

        /// <inheritdoc/>
        public void Dispose() => hash.Dispose();
    }

    private static string Readable(ReadOnlySpan<byte> sent)
    {
        if (Utf8.IsValid(sent) && !sent.Contains((byte)0)) return Encoding.UTF8.GetString(sent);
        var text = new StringBuilder(sent.Length + 16);
        while (!sent.IsEmpty)
        {
            // PostgreSQL keeps no U+0000 in a text.
            var isText = Rune.DecodeFromUtf8(sent, out var rune, out var length) == System.Buffers.OperationStatus.Done && rune.Value != 0;
            if (isText) text.Append(rune.ToString());
            else foreach (var one in sent[..length]) text.Append(CultureInfo.InvariantCulture, $"\\x{one:X2}");
            sent = sent[length..];
        }

        return text.ToString();
    }
}
