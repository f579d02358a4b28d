namespace WeakToStrong.Torch.Tests.Tensors;

public sealed class GeneratorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void State_SavedAndRestored_GivesTheSameDraws()
    {
        using var generator = new Generator(7);
        _ = randn([3], null, null, false, generator);
        var state = generator.get_state();
        var first = randn([16], null, null, false, generator);
        generator.set_state(state);
        Assert.True(first.Equals(randn([16], null, null, false, generator)));
        Assert.False(first.Equals(randn([16], null, null, false, generator)));
    }

    [Fact]
    public void Seed_Same_GivesTheSameDraws()
    {
        using var one = new Generator(7);
        using var other = new Generator(1);
        other.manual_seed(7);
        Assert.Equal(7, other.initial_seed());
        Assert.True(rand([5], null, null, false, one).Equals(rand([5], null, null, false, other)));
    }

    [Fact]
    public void Draws_OfEachKind_StayInTheirRange()
    {
        using var generator = new Generator(3);
        var uniform = empty(100).uniform_(-1, 1, generator);
        Assert.True(uniform.ge(-1).all().item<bool>() && uniform.lt(1).all().item<bool>());
        var integers = randint(2, 5, [100], null, null, false, generator);
        Assert.Equal((2L, 4L), (integers.min().item<long>(), integers.max().item<long>()));
        TensorAssert.Equal([0L, 1L, 2L, 3L], randperm(4, null, null, false, generator).sort().Values);
        Assert.Equal([1L], tensor([0f, 1f, 0f]).multinomial(1, false, generator).data<long>());
        Assert.Equal(100, full([100], 1.0).bernoulli(generator).sum().item<float>());
    }
}
