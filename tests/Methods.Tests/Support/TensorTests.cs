namespace WeakToStrong.Methods.Tests.Support;

/// <summary>
/// Tests that execute tensor steps. They share one set of small models, and run alone: they count the process's live
/// tensors.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TensorTests : ICollectionFixture<ToyModels>
{
    public const string Name = "tensors";
}
