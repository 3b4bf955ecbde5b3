namespace Ledger.Fuzz.Inputs;

/// <summary>Mutates a message once or several times: its structure, its values or its bytes.</summary>
internal static class Mutation
{
    private const int DeepMax = 3000;
    private const int WideMax = 1200;

    /// <summary>A tree with 1 to 3 changes, as bytes that may be changed once more. Never holds a line feed, so that it stays one
    /// line.</summary>
    /// <param name="isFixed">Members at the root that stay as they are; the bytes stay as the tree has them then.</param>
    public static byte[] Of(Dice dice, Node valid, Func<string, bool>? isFixed = null)
    {
        var tree = valid.Copy();
        var changes = dice.OneIn(4) ? dice.Between(2, 3) : 1;
        var isBytes = isFixed is null && dice.OneIn(4);
        for (var i = 0; i < changes; i++) tree = Change(dice, tree, isFixed);
        var bytes = isBytes ? Bytes(dice, dice.OneIn(2) ? valid.ToBytes() : tree.ToBytes()) : tree.ToBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == (byte)'\n') bytes[i] = (byte)' ';
        }

        return bytes;
    }

    /// <summary>A tree with one change; members for which <paramref name="isFixed"/> holds stay at the root as they are.</summary>
    public static Node Change(Dice dice, Node tree, Func<string, bool>? isFixed = null)
    {
        var places = new List<Action>();
        var root = tree;
        Collect(dice, tree, places, isFixed ?? (_ => false), replacement => root = replacement, isRoot: true);
        dice.Of(places)();
        return root;
    }

    /// <summary>Bytes with one change.</summary>
    public static byte[] Bytes(Dice dice, byte[] valid)
    {
        if (valid.Length == 0) return dice.Of(Values.Pieces);
        var at = dice.Below(valid.Length);
        var length = Math.Min(valid.Length - at, dice.OneIn(3) ? dice.Between(1, 40) : dice.Between(1, 3));
        switch (dice.Below(8))
        {
            case 0:
                var flipped = (byte[])valid.Clone();
                flipped[at] ^= (byte)(1 << dice.Below(8));
                return flipped;
            case 1:
                var random = (byte[])valid.Clone();
                random[at] = (byte)dice.Below(256);
                return random;
            case 2: return [.. valid.AsSpan(0, at), .. valid.AsSpan(at + length)];
            case 3: return valid[..at];
            case 4: return [.. valid.AsSpan(0, at + length), .. valid.AsSpan(at)];
            case 5: return [.. valid, .. dice.Of(Values.Pieces)];
            case 6: return [.. dice.Of(Values.Pieces), .. valid];
            default: return [.. valid.AsSpan(0, at), .. dice.Of(Values.Pieces), .. valid.AsSpan(dice.OneIn(2) ? at : at + length)];
        }
    }

    /// <summary>Another value for a place that holds a certain kind of one.</summary>
    public static Node Value(Dice dice, Node was)
    {
        var text = was is Leaf leaf ? leaf.Text : "";
        var isTime = text.Length > 15 && text[0] == '"' && text[5..].StartsWith('-');
        var isNumber = text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '-');
        return dice.Below(10) switch
        {
            < 6 when isTime => new Leaf(dice.Of(Values.Times)),
            < 6 when isNumber => new Leaf(dice.Of(Values.Numbers)),
            < 6 => new Leaf(dice.Of(Values.Texts)),
            6 => new Leaf(dice.Of(Values.Others)),
            7 => new Leaf(dice.Of(Values.Numbers)),
            8 => new Leaf(dice.Of(Values.Texts)),
            _ => dice.OneIn(8) ? new Leaf(Deep(dice)) : new Items(was.Copy()),
        };
    }

    private static string Deep(Dice dice)
    {
        var depth = dice.Of([15, 16, 17, 64, 65, 300, DeepMax]);
        return dice.OneIn(2) ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
    }

    private static void Collect(Dice dice, Node node, List<Action> places, Func<string, bool> isFixed, Action<Node> replace, bool isRoot)
    {
        if (!isRoot) places.Add(() => replace(Value(dice, node)));
        switch (node)
        {
            case Members members:
                places.Add(() => Member(dice, members, isRoot ? isFixed : _ => false));
                for (var i = 0; i < members.All.Count; i++)
                {
                    var (at, name) = (i, members.All[i].Name);
                    if (isRoot && isFixed(name)) continue;
                    Collect(dice, members.All[i].Value, places, isFixed, value => members.All[at] = (name, value), isRoot: false);
                }

                break;
            case Items items:
                places.Add(() => Item(dice, items));
                for (var i = 0; i < items.All.Count; i++)
                {
                    var at = i;
                    Collect(dice, items.All[i], places, isFixed, value => items.All[at] = value, isRoot: false);
                }

                break;
        }
    }

    private static void Member(Dice dice, Members members, Func<string, bool> isFixed)
    {
        var free = Enumerable.Range(0, members.All.Count).Where(i => !isFixed(members.All[i].Name)).ToList();
        string Unfixed(string name) => isFixed(name.Replace("\\u0070", "p", StringComparison.Ordinal)) ? "colour" : name;
        if (free.Count == 0 || dice.OneIn(4))
        {
            members.All.Insert(dice.Below(members.All.Count + 1),
                (Unfixed(dice.Of(Values.Names)), dice.OneIn(2) ? new Leaf(dice.Of(Values.Others)) : Node.Quoted("x")));
            return;
        }

        var at = dice.Of(free);
        var (name, value) = members.All[at];
        switch (dice.Below(5))
        {
            case 0: members.All.RemoveAt(at); break;
            case 1: members.All.Insert(dice.Below(members.All.Count + 1), (name, dice.OneIn(2) ? value.Copy() : Value(dice, value))); break;
            case 2: members.All[at] = (Unfixed(dice.OneIn(3) ? Capitalized(name) : dice.Of(Values.Names)), value); break;
            case 3:
                var other = dice.Of(free);
                (members.All[at], members.All[other]) = ((name, members.All[other].Value), (members.All[other].Name, value));
                break;
            default:
                members.All.RemoveAt(at);
                members.All.Insert(dice.Below(members.All.Count + 1), (name, value));
                break;
        }
    }

    private static string Capitalized(string name) => name.Length == 0 ? "X" : char.ToUpperInvariant(name[0]) + name[1..];

    private static void Item(Dice dice, Items items)
    {
        switch (dice.Below(6))
        {
            case 0: items.All.Clear(); break;
            case 1: items.All.Add(new Leaf(dice.Of(Values.Others))); break;
            case 2: items.All.Add(new Leaf(dice.Of(Values.Numbers))); break;
            case 3 when items.All.Count > 0: items.All.Add(dice.Of(items.All).Copy()); break;
            case 4 when items.All.Count > 0: items.All.RemoveAt(dice.Below(items.All.Count)); break;
            case 5 when items.All.Count > 0 && dice.OneIn(30):
                var one = items.All[0];
                while (items.All.Count < WideMax) items.All.Add(one);
                break;
            default: items.All.Insert(dice.Below(items.All.Count + 1), new Leaf("null")); break;
        }
    }
}
