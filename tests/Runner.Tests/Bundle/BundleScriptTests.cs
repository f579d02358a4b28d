using WeakToStrong.Workers;

namespace WeakToStrong.Runner.Tests.Bundle;

/// <summary>The script that starts a bundle's runner, where it repeats what parents do.</summary>
public sealed class BundleScriptTests
{
    [Fact]
    public void Environment_OfABundle_IsTheOneThatParentsSet()
    {
        var script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Bundle", "w2s.sh"));

        Assert.All(RunnerEnvironment.ForThreads(1), variable =>
        {
            Assert.Contains($" {variable.Key}=", script, StringComparison.Ordinal);
            if (variable.Value != "1")
                Assert.Contains(variable.Value, script, StringComparison.Ordinal);
        });
    }
}
