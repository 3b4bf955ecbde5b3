namespace Ledger.Host.Writing;

/// <summary>The work of one key, in order. While its first fact waits for the rules, nothing behind it is decided.</summary>
internal sealed class WorkLane(WorkKey key)
{
    public WorkKey Key { get; } = key;

    public LinkedList<Work> Work { get; } = [];

    public bool IsAsking { get; set; }
}

/// <summary>
/// A batch in lanes: work of different keys is decided side by side, that of one key one after the other. A command between two accounts
/// stands in the lanes of both and has its turn when it is first in each.
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

    /// <summary>The lanes that there are now; more may be removed while they are walked.</summary>
    public IReadOnlyList<WorkLane> All => [.. lanes.Values];

    /// <summary>Takes the lane's next work out of all its lanes; null when there is none, or another lane must come first.</summary>
    public Work? Take(WorkLane lane)
    {
        if (lane.IsAsking || lane.Work.First?.Value is not { } work) return null;
        var keys = keysOf(work);
        if (keys.Count > 1 && !keys.All(key => lanes[key].Work.First!.Value == work && !lanes[key].IsAsking)) return null;
        foreach (var key in keys) lanes[key].Work.RemoveFirst();
        return work;
    }

    /// <summary>Removes a lane that has nothing left and waits for nothing.</summary>
    public void RemoveIfDone(WorkLane lane)
    {
        if (lane.Work.Count == 0 && !lane.IsAsking) lanes.Remove(lane.Key);
    }
}
