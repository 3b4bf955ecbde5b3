using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Reading;

/// <summary>
/// What was sent, as text that can be stored with a refusal. Bytes that text cannot hold are written as <c>\xE9</c>, which is not valid
/// JSON: redriving the text submits exactly what was sent, or is refused again.
/// </summary>
public static class KeptText
{
    /// <summary>
    /// The longest payload that is stored whole, in bytes; of a longer one only the beginning is stored, with its length and SHA-256.
    /// </summary>
    public const int BytesMax = 16 * 1024 * 1024;

    private const int BeginningMax = 64 * 1024;

    /// <summary>The text of what was sent.</summary>
    public static string Of(ReadOnlySpan<byte> sent)
    {
        return sent.Length <= BytesMax ? Readable(sent) : Beginning(sent[..BeginningMax], sent.Length, SHA256.HashData(sent));
    }

    private static string Beginning(ReadOnlySpan<byte> beginning, long length, byte[] digest) =>
        string.Create(CultureInfo.InvariantCulture, $"{Readable(beginning)}… {length} bytes, SHA-256 {Convert.ToHexStringLower(digest)}");

    /// <summary>
    /// Adds to a JSON object the members that its transport knows and that it lacks. Anything that is not a JSON object is returned
    /// unchanged.
    /// </summary>
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

    /// <summary>Takes a payload that is too long for memory, piece by piece.</summary>
    public sealed class TooLong : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly List<byte> beginning = [];
        private long length;

        /// <summary>Takes the next piece of the payload.</summary>
        public void Add(ReadOnlySpan<byte> piece)
        {
            hash.AppendData(piece);
            length += piece.Length;
            if (beginning.Count < BeginningMax) beginning.AddRange(piece[..Math.Min(piece.Length, BeginningMax - beginning.Count)]);
        }

        /// <summary>The text to store once all pieces were taken: the same as <see cref="Of"/> gives for the whole.</summary>
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
            // PostgreSQL cannot store U+0000 in a text.
            var isText = Rune.DecodeFromUtf8(sent, out var rune, out var length) == System.Buffers.OperationStatus.Done && rune.Value != 0;
            if (isText) text.Append(rune.ToString());
            else foreach (var one in sent[..length]) text.Append(CultureInfo.InvariantCulture, $"\\x{one:X2}");
            sent = sent[length..];
        }

        return text.ToString();
    }
}
