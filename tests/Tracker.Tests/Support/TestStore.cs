using WeakToStrong.FakeRunner;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>A store's folder, and the log of what was executed for it; removed at the end.</summary>
public sealed class TestStore : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("tracker-tests-").FullName;

    /// <summary>Connection string of its database, or null where that is in the store.</summary>
    public string? Database { get; init; }

    public string LogFile => Path.Combine(Root, "executions.log");

    /// <summary>Executions in the order in which they began: label and first update.</summary>
    public IReadOnlyList<string> Executions => File.Exists(LogFile) ? File.ReadAllLines(LogFile) : [];

    internal TestPlan Plan() => new(LogFile);

    public static string RunnerPath =>
        Path.Combine(AppContext.BaseDirectory, typeof(FakeCatalogue).Assembly.GetName().Name!);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
