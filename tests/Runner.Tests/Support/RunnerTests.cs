namespace WeakToStrong.Runner.Tests.Support;

/// <summary>
/// Tests that start the real runner share small models, and what an undisturbed runner makes of a step.
/// </summary>
[CollectionDefinition(Name)]
public sealed class RunnerTests : ICollectionFixture<RunnerLab>
{
    public const string Name = "runner";
}

/// <summary>Those that have it run steps over and over share their own, beside the others.</summary>
[CollectionDefinition(Name)]
public sealed class StepTests : ICollectionFixture<RunnerLab>
{
    public const string Name = "steps";
}
