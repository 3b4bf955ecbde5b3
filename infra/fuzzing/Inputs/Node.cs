using System.Text;
using System.Text.Json;

namespace Ledger.Fuzz.Inputs;

/// <summary>
/// JSON that may be invalid: a tree whose leaves are written literally, so that it can have duplicate members, half surrogate pairs,
/// malformed numbers, and bytes that are not UTF-8 (see <see cref="RawByte"/>).
/// </summary>
public abstract class Node
{
    private const char RawBytes = '\uF700';

    /// <summary>A character that is written as this one byte.</summary>
    public static char RawByte(byte value) => (char)(RawBytes + value);

    /// <summary>The tree as bytes.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        Write(text);
        return Encode(text.ToString());
    }

    /// <summary>A text as UTF-8, apart from the raw bytes in it.</summary>
    public static byte[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyInRange(RawBytes, (char)(RawBytes + 0xFF))) return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length + 16);
        Span<byte> few = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= RawBytes and <= RawBytes + 0xFF) bytes.Add((byte)(rune.Value - RawBytes));
            else bytes.AddRange(few[..rune.EncodeToUtf8(few)]);
        }

        return [.. bytes];
    }

    /// <summary>A text as a JSON string that means it.</summary>
    public static Leaf Quoted(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Leaf($"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Parses valid JSON to a tree; names and texts stay escaped.</summary>
    public static Node Of(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new Members();
                foreach (var member in json.EnumerateObject()) members.All.Add((member.Name, Of(member.Value)));
                return members;
            case JsonValueKind.Array:
                return new Items([.. json.EnumerateArray().Select(Of)]);
            default:
                return new Leaf(json.GetRawText());
        }
    }

    public abstract Node Copy();

    /// <summary>Writes the node literally.</summary>
    public abstract void Write(StringBuilder to);
}

/// <summary>A leaf that is written literally: a number, a text with its quotes, null, or invalid JSON.</summary>
public sealed class Leaf(string text) : Node
{
    public string Text { get; set; } = text;

    public override Node Copy() => new Leaf(Text);

    public override void Write(StringBuilder to) => to.Append(Text);
}

/// <summary>An object; names are kept without their quotes, escaped.</summary>
public sealed class Members : Node
{
    public List<(string Name, Node Value)> All { get; } = [];

    /// <summary>Adds a member, unless there is no value.</summary>
    public Members With(string name, Node? value)
    {
        if (value is not null) All.Add((name, value));
        return this;
    }

    public Members With(string name, string? text) => With(name, text is null ? null : Node.Quoted(text));

    public override Node Copy()
    {
        var copy = new Members();
        foreach (var (name, value) in All) copy.All.Add((name, value.Copy()));
        return copy;
    }

    public override void Write(StringBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Append('{');
        for (var i = 0; i < All.Count; i++)
        {
            if (i > 0) to.Append(',');
            to.Append('"').Append(All[i].Name).Append("\":");
            All[i].Value.Write(to);
        }

        to.Append('}');
    }
}

/// <summary>A list.</summary>
public sealed class Items : Node
{
    public Items(params Node[] all) => All.AddRange(all);

    public List<Node> All { get; } = [];

    public override Node Copy() => new Items([.. All.Select(one => one.Copy())]);

    public override void Write(StringBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Append('[');
        for (var i = 0; i < All.Count; i++)
        {
            if (i > 0) to.Append(',');
            All[i].Write(to);
        }

        to.Append(']');
    }
}
