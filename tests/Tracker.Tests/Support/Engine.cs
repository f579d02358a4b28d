using System.Reflection;
using Xunit.Sdk;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>Where a test's database is.</summary>
public enum Engine
{
    /// <summary>In a file of the store, as in the embedded mode.</summary>
    Sqlite,

    /// <summary>On a server, as in the mode with servers.</summary>
    Postgres,
}

/// <summary>Runs a theory on every engine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EnginesAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Engine>().Select(engine => new object[] { engine });
}
