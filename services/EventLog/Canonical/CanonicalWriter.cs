using System.Runtime.InteropServices;

namespace Ledger.EventLog.Canonical;

/// <summary>The slow path: rewrites any well-formed JSON into the canonical form, in reusable buffers.</summary>
internal sealed class CanonicalWriter : IComparer<CanonicalWriter.Member>
{
    private readonly ByteBuffer output = new();
    private readonly ByteBuffer scratch = new();
    private readonly List<Member> members = [];

    /// <summary>Writes the canonical form. The result is only valid until the next call. The argument must be valid UTF-8.</summary>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> json)
    {
        output.Clear();
        members.Clear();
        var scan = new JsonScan(json);
        scan.SkipSpace();
        Value(ref scan, 0);
        scan.SkipSpace();
        if (!scan.AtEnd) throw scan.Refused("something follows the value");
        return output.Written;
    }

    private void Value(ref JsonScan scan, int depth)
    {
        if (depth == CanonicalJson.DepthMax && (scan.Next is (byte)'{' or (byte)'['))
        {
            throw scan.Refused($"it is nested deeper than {CanonicalJson.DepthMax}");
        }
        switch (scan.Next)
        {
            case (byte)'{': Object(ref scan, depth + 1); break;
            case (byte)'[': Array(ref scan, depth + 1); break;
            case (byte)'"': CanonicalString.Write(ref scan, output); break;
            case (byte)'t': Literal(ref scan, "true"u8); break;
            case (byte)'f': Literal(ref scan, "false"u8); break;
            case (byte)'n': Literal(ref scan, "null"u8); break;
            default: Number(ref scan); break;
        }
    }

    private void Object(ref JsonScan scan, int depth)
    {
        var firstMember = members.Count;
        var sorted = true;
        scan.Require((byte)'{');
        output.Append((byte)'{');
        scan.SkipSpace();
        if (!scan.Take((byte)'}'))
        {
            do
            {
                scan.SkipSpace();
                if (members.Count > firstMember) output.Append((byte)',');
                var start = output.Length;
                CanonicalString.Write(ref scan, output);
                var key = output.Length - start;
                scan.SkipSpace();
                scan.Require((byte)':');
                output.Append((byte)':');
                scan.SkipSpace();
                Value(ref scan, depth);
                members.Add(new Member(start, key, output.Length - start));
                sorted = sorted && (members.Count == firstMember + 1 || Compare(members[^2], members[^1]) < 0);
                scan.SkipSpace();
            }
            while (scan.Take((byte)','));
            scan.Require((byte)'}');
        }

        if (!sorted) Sort(CollectionsMarshal.AsSpan(members)[firstMember..], scan);
        members.RemoveRange(firstMember, members.Count - firstMember);
        output.Append((byte)'}');
    }

    private void Sort(Span<Member> unsorted, JsonScan scan)
    {
        var start = unsorted[0].Start;
        unsorted.Sort(this);
        scratch.Clear();
        for (var index = 0; index < unsorted.Length; index++)
        {
            if (index > 0)
            {
                if (Compare(unsorted[index - 1], unsorted[index]) == 0) throw scan.Refused("an object has a key twice");
                scratch.Append((byte)',');
            }

            scratch.Append(output.Written.Slice(unsorted[index].Start, unsorted[index].Length));
        }

        scratch.Written.CopyTo(output.Written[start..]);
    }

    private void Array(ref JsonScan scan, int depth)
    {
        scan.Require((byte)'[');
        output.Append((byte)'[');
        scan.SkipSpace();
        if (!scan.Take((byte)']'))
        {
            var first = true;
            do
            {
                if (!first) output.Append((byte)',');
                first = false;
                scan.SkipSpace();
                Value(ref scan, depth);
                scan.SkipSpace();
            }
            while (scan.Take((byte)','));
            scan.Require((byte)']');
        }

        output.Append((byte)']');
    }

    private void Number(ref JsonScan scan)
    {
        var negative = scan.Take((byte)'-');
        var integer = scan.Digits();
        if (integer.Length == 0 || (integer.Length > 1 && integer[0] == '0')) throw scan.Refused("a value is malformed");
        var fraction = scan.Take((byte)'.') ? scan.RequiredDigits() : default;
        var exponent = scan.Take((byte)'e') || scan.Take((byte)'E') ? scan.Exponent() : 0;
        CanonicalNumber.Write(output, negative, integer, fraction, exponent);
    }

    private void Literal(ref JsonScan scan, ReadOnlySpan<byte> word)
    {
        foreach (var letter in word) scan.Require(letter);
        output.Append(word);
    }

    public int Compare(Member left, Member right) => CanonicalString.CompareKeys(Key(left), Key(right));

    private ReadOnlySpan<byte> Key(Member member) => output.Written.Slice(member.Start + 1, member.Key - 2);

    /// <summary>Where a member of an object is in the output: its start, the length of its quoted key, and its whole length.</summary>
    internal readonly record struct Member(int Start, int Key, int Length);
}
