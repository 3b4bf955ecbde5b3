using System.Globalization;

namespace Ledger.Bench.Measuring;

/// <summary>Reads what Linux reports about processes in /proc.</summary>
internal static class ProcFs
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    // The kernel's USER_HZ, which is 100 wherever .NET runs.
    private const double TicksPerSecond = 100;

    /// <summary>The process that listens on a port of this machine, its oldest ancestor with the same socket; 0 when it cannot be
    /// seen.</summary>
    public static int ListenerOn(int port)
    {
        var inodes = Inodes(port);
        if (inodes.Count == 0) return 0;
        var owners = Pids().Where(pid => Sockets(pid).Any(inodes.Contains)).ToHashSet();
        return owners.FirstOrDefault(pid => !owners.Contains(ParentOf(pid)));
    }

    /// <summary>Processor seconds of a process, its living descendants, and of those children that it has waited for.</summary>
    public static double TreeSeconds(int root)
    {
        if (root == 0) return double.NaN;
        var children = Pids().Select(pid => (Pid: pid, Parent: ParentOf(pid))).ToLookup(one => one.Parent, one => one.Pid);
        var ticks = 0L;
        var open = new Stack<int>([root]);
        while (open.TryPop(out var pid))
        {
            // Fields 14 to 17 of stat: user and system time, and both of children that were waited for.
            if (Stat(pid) is { } fields) ticks += fields.Skip(11).Take(4).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            foreach (var child in children[pid]) open.Push(child);
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>The peak memory of a process, in MiB.</summary>
    public static long PeakMiB(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static HashSet<string> Inodes(int port)
    {
        var suffix = $":{port:X4}";
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Tables.Where(File.Exists))
        {
            foreach (var line in File.ReadLines(file).Skip(1))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == "0A") found.Add($"socket:[{fields[9]}]");
            }
        }

        return found;
    }

    private static IEnumerable<string> Sockets(int pid)
    {
        try
        {
            return [.. new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos().Select(file => file.LinkTarget).OfType<string>()];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<int> Pids() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

    private static int ParentOf(int pid) => Stat(pid) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;

    // The fields from the third on; the second is the process's name, which may contain blanks and parentheses.
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
