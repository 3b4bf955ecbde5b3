using System.Globalization;
using System.Text.Json;

namespace Ledger.Model;

/// <summary>Reads a JSON object strictly: every field must be asked for, or it is an error that names its path.</summary>
internal sealed class Node
{
    private readonly JsonElement element;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public Node(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ProgramErrorException(path, "an object is expected");
        }
        this.element = element;
        Path = path;
    }

    public string Path { get; }

    public string At(string name) => Path.Length == 0 ? name : Path + "." + name;

    public bool Has(string name)
    {
        known.Add(name);
        return element.TryGetProperty(name, out var v) && v.ValueKind != JsonValueKind.Null;
    }

    private JsonElement Value(string name)
    {
        if (!Has(name))
        {
            throw new ProgramErrorException(At(name), "is missing");
        }
        return element.GetProperty(name);
    }

    public string Text(string name, string? fallback = null)
    {
        if (!Has(name) && fallback != null)
        {
            return fallback;
        }
        var v = Value(name);
        return v.ValueKind == JsonValueKind.String ? v.GetString()! : throw new ProgramErrorException(At(name), "text is expected");
    }

    public string Choice(string name, string? fallback, params string[] allowed)
    {
        var v = Text(name, fallback);
        return Array.IndexOf(allowed, v) >= 0
            ? v
            : throw new ProgramErrorException(At(name), "must be one of " + string.Join(", ", allowed));
    }

    public decimal Number(string name, decimal? fallback = null, decimal? min = null, decimal? max = null)
    {
        if (!Has(name) && fallback != null)
        {
            return fallback.Value;
        }
        var v = Value(name);
        if (v.ValueKind != JsonValueKind.Number || !v.TryGetDecimal(out var d))
        {
            throw new ProgramErrorException(At(name), "a number is expected");
        }
        if (d < min || d > max)
        {
            throw new ProgramErrorException(At(name), "out of range");
        }
        return d;
    }

    public int Whole(string name, int? fallback = null, int min = 0)
    {
        var d = Number(name, fallback, min, int.MaxValue);
        return d == decimal.Truncate(d) ? (int)d : throw new ProgramErrorException(At(name), "a whole number is expected");
    }

    public List<int> Wholes(string name, int min = 0)
    {
        var list = new List<int>();
        if (!Has(name))
        {
            return list;
        }
        var v = Value(name);
        if (v.ValueKind != JsonValueKind.Array)
        {
            throw new ProgramErrorException(At(name), "a list is expected");
        }
        foreach (var item in v.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out int n) || n < min)
            {
                throw new ProgramErrorException(At(name), "whole numbers are expected");
            }
            list.Add(n);
        }
        return list;
    }

    public bool Flag(string name, bool fallback)
    {
        if (!Has(name))
        {
            return fallback;
        }
        var v = Value(name);
        return v.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new ProgramErrorException(At(name), "true or false is expected"),
        };
    }

    public DateTimeOffset? Instant(string name)
    {
        if (!Has(name))
        {
            return null;
        }
        var text = Text(name);
        bool offset = text.EndsWith('Z') || (text.Length > 6 && text[^3] == ':' && (text[^6] == '+' || text[^6] == '-'));
        if (!offset || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var t))
        {
            throw new ProgramErrorException(At(name), "an instant with an offset is expected");
        }
        return t.ToUniversalTime();
    }

    public List<string> Texts(string name)
    {
        var list = new List<string>();
        if (!Has(name))
        {
            return list;
        }
        var v = Value(name);
        if (v.ValueKind != JsonValueKind.Array)
        {
            throw new ProgramErrorException(At(name), "a list is expected");
        }
        foreach (var item in v.EnumerateArray())
        {
            list.Add(
                item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new ProgramErrorException(At(name), "text is expected"));
        }
        return list;
    }

    public Node? Child(string name) => Has(name) ? new Node(Value(name), At(name)) : null;

    public List<Node> Children(string name)
    {
        var list = new List<Node>();
        if (!Has(name))
        {
            return list;
        }
        var v = Value(name);
        if (v.ValueKind != JsonValueKind.Array)
        {
            throw new ProgramErrorException(At(name), "a list is expected");
        }
        foreach (var item in v.EnumerateArray())
        {
            list.Add(new Node(item, At(name) + "[" + list.Count + "]"));
        }
        return list;
    }

    public Dictionary<string, decimal> Numbers(string name)
    {
        var map = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var child = Child(name);
        if (child != null)
        {
            foreach (var p in child.element.EnumerateObject())
            {
                map[p.Name] = child.Number(p.Name);
            }
        }
        return map;
    }

    public List<(string Name, Node Node)> Named(string name)
    {
        var list = new List<(string, Node)>();
        var child = Child(name);
        if (child != null)
        {
            foreach (var p in child.element.EnumerateObject())
            {
                list.Add((p.Name, new Node(p.Value, child.At(p.Name))));
            }
        }
        return list;
    }

    public void Done()
    {
        foreach (var p in element.EnumerateObject())
        {
            if (!known.Contains(p.Name))
            {
                throw new ProgramErrorException(At(p.Name), "is not known");
            }
        }
    }
}
