using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Tests.Files;

public sealed class ExperimentFormTests
{
    private readonly FormRecord _form = new ExperimentForm(TestCatalogue.Make()).Of(null);

    [Fact]
    public void Of_ATask_HasItsKeysInOrder() =>
        Assert.Equal(
            ["name", "task", "seeds", "data", "supervisor", "methods", "dtype", "deterministic"],
            _form.Keys.Select(key => key.Key));

    [Fact]
    public void Key_OfANumber_HasItsRangeAndItsDefault()
    {
        var training = Key("supervisor").Record!.Keys;

        Assert.Equal(["3", "0.001", null], training.Select(key => key.Default));
        Assert.Equal(["1 to 1000", "more than 0 and at most 1", null], training.Select(key => key.Range));
        Assert.Equal("Passes over the data.", training[0].Description);
        Assert.All(training, key => Assert.Equal(FormKind.Number, key.Kind));
        Assert.All(training, key => Assert.False(key.IsRequired));
    }

    [Fact]
    public void Key_OfAChoice_HasItsWords()
    {
        Assert.Equal(["float32", "brain_float16"], Key("dtype").Choices);
        Assert.Equal("float32", Key("dtype").Default);
        Assert.Equal(["true", "false"], Key("deterministic").Choices);
        Assert.Equal("true", Key("deterministic").Default);
    }

    [Fact]
    public void Key_ThatMustBeGiven_SaysSo()
    {
        Assert.True(Key("name").IsRequired);
        Assert.True(Key("seeds").IsRequired);
        Assert.Equal(FormKind.Values, Key("seeds").Kind);
        Assert.False(Key("task").IsRequired);
    }

    [Fact]
    public void Record_WithVariants_HasTheKeysOfTheOneThatIsChosen()
    {
        var method = Key("methods");

        Assert.Equal(FormKind.Records, method.Kind);
        Assert.Equal("method", method.Record!.Discriminator);
        Assert.Equal(["dpo", "sft"], method.Record.Keys.Single(key => key.Key == "method").Choices);
        Assert.Equal(
            ["name", "method", "from", "beta", "tokens"], method.Record.KeysWith("dpo").Select(key => key.Key));
        Assert.Equal(["name", "method", "from"], method.Record.KeysWith("nonsense").Select(key => key.Key));
        Assert.Equal("0.1", method.Record.KeysWith("dpo")[3].Default);
    }

    private FormKey Key(string key) => _form.Keys.Single(known => known.Key == key);
}
