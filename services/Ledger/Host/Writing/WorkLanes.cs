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
    private readonly Func<Work, IReadOnlyList<WorkKey>> keysOf;

    public WorkLanes(IEnumerable<Work> batch, Func<Work, IReadOnlyList<WorkKey>> keysOf)
    {
        this.keysOf = keysOf;
        foreach (var work in batch)
        {
            foreach (var key in keysOf(work))
            {
                if (!lanes.TryGetValue(key, out var lane)) lanes[key] = lane = new WorkLane(key);
                lane.Work.AddLast(work);
            }
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
        var keys = keysOf(work);
        if (keys.Count > 1 && !keys.All(key => lanes[key].Work.First!.Value == work && !lanes[key].IsAsking)) return null;
        foreach (var key in keys) lanes[key].Work.RemoveFirst();
        return work;
    }

    /// <summary>Removes a lane that has no work left and does not wait for the rules.</summary>
    public void RemoveIfDone(WorkLane lane)
    {
        if (lane.Work.Count == 0 && !lane.IsAsking) lanes.Remove(lane.Key);
    }
}
