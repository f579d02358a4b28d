using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Resources;

/// <summary>Every process of the host as it is now, in the order of the architecture.</summary>
internal sealed class ResourceTable(DistributedApplicationModel model)
{
    /// <summary>A hyphen and eight letters.</summary>
    private const int ReplicaSuffix = 9;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RowReader> _readers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(int Order, string Id), ResourceRow> _rows = [];

    /// <summary>A copy of the rows.</summary>
    public IReadOnlyList<ResourceRow> Rows
    {
        get
        {
            lock (_lock)
                return [.. _rows.Values];
        }
    }

    /// <summary>Whether everything that the architecture has is there and answers.</summary>
    public bool IsReady
    {
        get
        {
            lock (_lock)
                return _rows.Values.All(row => row.State == ResourceState.Running)
                    && model.GetProjectResources().All(
                        project => _rows.Values.Count(row => row.Name == project.Name) == project.GetReplicaCount());
        }
    }

    /// <summary>Characters that the longest name of a process has.</summary>
    public int LabelWidth { get; } = model.Resources.OfType<IResourceWithEnvironment>()
        .Max(resource => resource.Name.Length + (resource.GetReplicaCount() > 1 ? ReplicaSuffix : 0));

    /// <summary>Takes in what Aspire tells of a process; gives its row if that changed.</summary>
    public ResourceRow? Observe(ResourceEvent change)
    {
        if (change.Snapshot.IsHidden || change.Resource is ParameterResource)
            return null;
        lock (_lock)
        {
            if (!_readers.TryGetValue(change.ResourceId, out var reader))
                _readers.Add(change.ResourceId, reader = new RowReader(change.Resource, change.ResourceId));
            var row = reader.Read(change.Snapshot);
            var place = (Order(change.Resource), change.ResourceId);
            if (_rows.GetValueOrDefault(place) == row)
                return null;
            _rows[place] = row;
            return row;
        }
    }

    private int Order(IResource resource) => model.Resources.TakeWhile(other => other != resource).Count();
}
