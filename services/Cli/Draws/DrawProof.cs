using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Draws;

/// <summary>A fault in a proof.</summary>
/// <param name="Path">JSON path of the fault, like <c>$.winners[2]</c>.</param>
internal sealed record ProofFault(string Path, string Sentence);

/// <summary>Everything needed to repeat a draw (mechanics.md §9), read from the answer of <c>GET draws/{id}/proof</c>.</summary>
/// <param name="Draw">The draw's id.</param>
/// <param name="At">When the draw was held.</param>
/// <param name="SaltHash">SHA-256 of the salt, announced when the draw was published.</param>
/// <param name="Salt">32 bytes.</param>
/// <param name="Position">The log's head before the draw.</param>
/// <param name="Chain">The chain's value at that position, 32 bytes.</param>
/// <param name="Candidates">Account ids in ordinal order.</param>
/// <param name="CandidatesHash">SHA-256 of the candidates' ids, joined by line feeds.</param>
/// <param name="Prizes">The most winners.</param>
/// <param name="Winners">Account ids of the winners, in the order in which they were drawn.</param>
internal sealed record DrawProof(
    string Draw, DateTimeOffset At, byte[] SaltHash, byte[] Salt, long Position, byte[] Chain, IReadOnlyList<string> Candidates,
    byte[] CandidatesHash, int Prizes, IReadOnlyList<string> Winners)
{
    private const int HashBytes = 32;

    /// <summary>Reads a proof; null when the document has faults. Members that are not needed are ignored.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static DrawProof? Read(ReadOnlyMemory<byte> json, out IReadOnlyList<ProofFault> faults)
    {
        using var document = JsonDocument.Parse(json);
        var members = new Members(document.RootElement);
        var proof = new DrawProof(
            members.Text("draw"), members.Time("at"), members.Hex("saltHash"), members.Hex("salt"),
            members.Number("position", long.MaxValue), members.Hex("chain"), members.Ids("candidates"), members.Hex("candidatesHash"),
            (int)members.Number("prizes", int.MaxValue), members.Ids("winners"));
        faults = members.Faults;
        return faults.Count == 0 ? proof : null;
    }

    /// <summary>Reads the members of an object and records the faults of each.</summary>
    private sealed class Members(JsonElement root)
    {
        public List<ProofFault> Faults { get; } =
            root.ValueKind == JsonValueKind.Object ? [] : [new ProofFault("$", "A proof is a JSON object.")];

        public string Text(string name) =>
            Value(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : Note<string>(name, "is a text") ?? "";

        public DateTimeOffset Time(string name)
        {
            if (InstantJsonConverter.TryParse(Text(name), out var time)) return time;
            return Note<DateTimeOffset>(name, "is a time with an offset, as 2011-06-15T02:00:00Z");
        }

        public long Number(string name, long most)
        {
            var value = Value(name);
            if (value is { ValueKind: JsonValueKind.Number } && value.Value.TryGetInt64(out var number) && number >= 0 && number <= most)
            {
                return number;
            }

            return Note<long>(name, string.Create(CultureInfo.InvariantCulture, $"is a whole number from 0 to {most}"));
        }

        public byte[] Hex(string name)
        {
            const string Rule = "is 64 hexadecimal digits in lower case";
            var text = Value(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
            var isHash = text.Length == 2 * HashBytes && text.All(char.IsAsciiHexDigitLower);
            return isHash ? Convert.FromHexString(text) : Note<byte[]>(name, Rule) ?? [];
        }

        public IReadOnlyList<string> Ids(string name)
        {
            if (Value(name) is not { ValueKind: JsonValueKind.Array } list) return Note<string[]>(name, "is a list of account ids") ?? [];
            var ids = new List<string>(list.GetArrayLength());
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && item.GetString() is var id && Identifiers.IsId(id)) ids.Add(id!);
                else return Note<string[]>($"{name}[{ids.Count}]", "is an account id") ?? [];
            }

            return ids;
        }

        private JsonElement? Value(string name) =>
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
                ? value : null;

        private T? Note<T>(string name, string rule)
        {
            if (root.ValueKind == JsonValueKind.Object && !Faults.Exists(fault => fault.Path == $"$.{name}"))
            {
                Faults.Add(new ProofFault($"$.{name}", Value(name.Split('[')[0]) is null ? "It is missing." : $"It {rule}."));
            }

            return default;
        }
    }
}
