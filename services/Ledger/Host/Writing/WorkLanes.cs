namespace Ledger.Host.Writing;

/// <summary>The work of one key, in order. While its first fact waits for the rules, nothing behind it is decided.</summary>
internal sealed class WorkLane(WorkKey key)
{
    public WorkKey Key { get; } = key;

    public LinkedList<Work> Work { get; } = [];

    public bool IsAsking { get; set; }
}

/// <summary>
/// A batch divided into lanes, one per key: work of one key is decided in order, different keys independently. A command between two
/// accounts is in both their lanes and is decided when it is first in each.
/// </summary>
internal sealed class WorkLanes
{
    private readonly Dictionary<WorkKey, WorkLane> lanes = [];
    // Only work that is in several lanes.
    private readonly Dictionary<Work, WorkLane[]> shared = [];

    public WorkLanes(IEnumerable<Work> batch, Func<Work, IReadOnlyList<WorkKey>> keysOf)
    {
        foreach (var work in batch)
        {
            var keys = keysOf(work);
            foreach (var key in keys)
            {
                if (!lanes.TryGetValue(key, out var lane)) lanes[key] = lane = new WorkLane(key);
                lane.Work.AddLast(work);
            }

            if (keys.Count > 1) shared[work] = [.. keys.Select(key => lanes[key])];
        }
    }

    public bool IsEmpty => lanes.Count == 0;

    /// <summary>A copy of the current lanes, so that lanes may be removed while it is enumerated.</summary>
    public IReadOnlyList<WorkLane> All => [.. lanes.Values];

    /// <summary>
    /// Removes the lane's next work from all its lanes and returns it. Null when there is none, when the lane waits for the rules, or when
    /// it is not that work's turn in another lane.
    /// </summary>
    public Work? Take(WorkLane lane)
    {
        if (lane.IsAsking || lane.Work.First?.Value is not { } work) return null;
        if (!shared.TryGetValue(work, out var both))
        {
            lane.Work.RemoveFirst();
            return work;
        }

        if (!both.All(one => one.Work.First!.Value == work && !one.IsAsking)) return null;
        foreach (var one in both) one.Work.RemoveFirst();
        return work;
    }

    /// <summary>Removes a lane that has no work left and does not wait for the rules.</summary>
    public void RemoveIfDone(WorkLane lane)
    {
        if (lane.Work.Count == 0 && !lane.IsAsking) lanes.Remove(lane.Key);
    }
}
