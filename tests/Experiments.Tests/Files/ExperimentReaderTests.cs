using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Tests.Files;

public sealed class ExperimentReaderTests : IDisposable
{
    private const string Valid =
        """
        name: quickstart
        seeds: [1, 2, 3]
        data: {kind: world, animals: 60}
        supervisor: {learning_rate: 2e-5}
        dtype: brain_float16
        methods:
          - {name: sft, method: sft, training: {epochs: 1}}
          - {name: dpo, method: dpo, from: sft, beta: 0.2}
        """;

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Read_ValidFile_BindsEverything()
    {
        var experiment = Read(Valid);

        Assert.Equal("quickstart", experiment.Name);
        Assert.Equal("correction", experiment.Task);
        Assert.Equal([1, 2, 3], experiment.Seeds);
        Assert.Equal(new TestWorld { Animals = 60 }, experiment.Data.Options);
        Assert.Equal(new TestTraining { Epochs = 3, LearningRate = 2e-5 }, experiment.Supervisor);
        Assert.Equal(TestDtype.BrainFloat16, experiment.Dtype);
        Assert.True(experiment.Deterministic);
        Assert.Equal(1, ((TestSft)experiment.Methods[0].Options!).Training.Epochs);
        Assert.Equal(new TestDpo { Beta = 0.2 }, experiment.Methods[1].Options);
    }

    [Fact]
    public void Read_OnlyWhatIsRequired_HasTheDefaultsOfDefaultVariants()
    {
        var experiment = Read("name: a\nseeds: [0]");

        Assert.Equal(new TestWorld(), experiment.Data.Options);
        Assert.Equal(3, experiment.Supervisor.Epochs);
    }

    [Theory]
    [InlineData("methods.dpo.beta=0.4", 0.4)]
    [InlineData("methods.1.beta=4e-1", 0.4)]
    [InlineData("methods.dpo.beta=1", 1.0)]
    public void Read_OverrideOfAListItem_ReplacesItsKey(string text, double beta) =>
        Assert.Equal(beta, ((TestDpo)Read(Valid, text).Methods[1].Options!).Beta);

    [Fact]
    public void Read_OverridesOfListsAndAbsentKeys_AreApplied()
    {
        var experiment = Read(Valid, "seeds=[7]", "supervisor.max_updates=5", "deterministic=false");

        Assert.Equal([7], experiment.Seeds);
        Assert.Equal(5, experiment.Supervisor.MaxUpdates);
        Assert.False(experiment.Deterministic);
    }

    [Fact]
    public void Read_PathInTheFile_StartsAtTheFilesFolder()
    {
        var data = _temp.File("rows.jsonl", "{}");

        var experiment = Read("name: a\nseeds: [1]\ndata: {kind: files, supervisor: rows.jsonl}");

        Assert.Equal(data, ((TestFiles)experiment.Data.Options!).Supervisor);
    }

    [Fact]
    public void Read_PathInAnOverride_StartsAtTheCurrentFolder()
    {
        _temp.File("rows.jsonl", "{}");
        const string text = "name: a\nseeds: [1]\ndata: {kind: files, supervisor: rows.jsonl}";

        var problem = Problem(text, "data.supervisor=rows.jsonl");

        Assert.Equal("data.supervisor=rows.jsonl", problem.File);
        var path = Path.GetFullPath("rows.jsonl");
        Assert.Equal($"data.supervisor names {path}, where there is no file", problem.Message);
    }

    [Theory]
    [InlineData("name: a\nseeds: [1]\nsuperviser: {}", 3,
        "unknown key 'superviser'; did you mean 'supervisor'? "
        + "allowed: data, deterministic, dtype, methods, name, seeds, supervisor, task")]
    [InlineData("name: a\nseeds: [1]\nmethods:\n- {name: x, method: dpo, betta: 1}", 4,
        "methods.x: unknown key 'betta'; did you mean 'beta'? allowed: beta, from, method, name, tokens")]
    [InlineData("name: a\nseeds: [1]\nmethods:\n- {name: x, method: dp}", 4,
        "methods.x.method is 'dp'; did you mean 'dpo'? allowed: dpo, sft")]
    [InlineData("name: a\nseeds: [1]\nmethods:\n- {method: dpo}", 4,
        "methods.0: key 'name' is missing; it must be given")]
    [InlineData("name: a\nseeds: [1]\nsupervisor:\n  epochs: 0", 4, "supervisor.epochs is 0; allowed is 1 to 1000")]
    [InlineData("name: a\nseeds: [1]\nsupervisor:\n  epochs: 1.5", 4,
        "supervisor.epochs is '1.5'; allowed is a whole number of at most 32 bits")]
    [InlineData("name: a\nseeds: [1]\nsupervisor:\n  epochs: '3'", 4,
        "supervisor.epochs is the text '3'; allowed is a whole number of at most 32 bits")]
    [InlineData("name: a\nseeds: [1]\nsupervisor:\n  learning_rate: 0", 4,
        "supervisor.learning_rate is 0; allowed is more than 0 and at most 1")]
    [InlineData("name: a\nseeds: [1]\nsupervisor:\n  learning_rate: 1e-3x", 4,
        "supervisor.learning_rate is '1e-3x'; allowed is a number")]
    [InlineData("name: a\nseeds: [1]\nsupervisor:\n  epochs:", 4,
        "supervisor.epochs is empty; it needs a value, or leave the key out")]
    [InlineData("name: a\nseeds: [1]\nsupervisor: 3", 3,
        "supervisor is '3'; allowed is a mapping with the keys epochs, learning_rate, max_updates")]
    [InlineData("name: a\nseeds: [1]\ndtype: float64", 3, "dtype is 'float64'; allowed is float32, brain_float16")]
    [InlineData("name: a\nseeds: [1]\ndeterministic: maybe", 3, "deterministic is 'maybe'; allowed is true or false")]
    [InlineData("name: a\nseeds: 1", 2, "seeds is '1'; allowed is a list, for instance [1, 2]")]
    [InlineData("name: a\nseeds: []", 2, "seeds has 0 items; allowed are at least 1")]
    [InlineData("name: a\nseeds: [1, 2, 1]", 2, "seeds has 1 twice; allowed is each value once")]
    [InlineData("name: a\nseeds: [-1]", 2, "seeds.0 is -1; allowed is at least 0")]
    [InlineData("name: a\nseeds: [2147483648]", 2,
        "seeds.0 is '2147483648'; allowed is a whole number of at most 32 bits")]
    [InlineData("name: a\nseeds: [1]\nname: b", 3, "key 'name' stands here a second time; the first is in line 1")]
    [InlineData("name: a\nseeds: [1]\ntask: corection", 3,
        "task is 'corection'; did you mean 'correction'? allowed: correction")]
    [InlineData("name: a\nseeds: &x [1]", 2, "anchors and aliases (& and *) are not allowed; write the value out")]
    [InlineData("name: a\nseeds: !!int [1]", 2, "tags (!) are not allowed")]
    [InlineData("name: a\nseeds: [1]\n---\nname: b", 3, "a second YAML document begins; allowed is one")]
    [InlineData("", 1, "is empty; an experiment needs at least the keys name and seeds")]
    [InlineData("# nothing\n", 1, "is empty; an experiment needs at least the keys name and seeds")]
    [InlineData("- a\n- b", 1, "is a list; allowed is a mapping of keys, name and seeds among them")]
    [InlineData("name: a\nseeds: [1]\nmethods:\n- {name: x, method: sft, from: y}", 4,
        "method 'x' starts from 'y', which is no earlier method")]
    public void Read_WrongFile_SaysWhereWhatAndWhatIsAllowed(string text, int line, string message)
    {
        var problem = Problem(text);

        Assert.Equal((line, message), (problem.Line, problem.Message));
    }

    [Theory]
    [InlineData("methods.ppo.beta=1", "the list has no item 'ppo'; allowed: sft, dpo")]
    [InlineData("supervisor.epochs=many", "supervisor.epochs is 'many'; allowed is a whole number of at most 32 bits")]
    [InlineData("supervisor.epoch=3",
        "supervisor: unknown key 'epoch'; did you mean 'epochs'? allowed: epochs, learning_rate, max_updates")]
    [InlineData("name.first=3",
        "there is no 'first' to set: what holds it is 'quickstart'; allowed is a mapping or a list")]
    [InlineData("epochs", "is not an override; allowed is key=value, for instance methods.dpo.beta=0.2")]
    [InlineData("a..b=1", "is not an override; allowed is key=value, for instance methods.dpo.beta=0.2")]
    public void Read_WrongOverride_IsNamedAsTheFile(string text, string message)
    {
        var problem = Problem(Valid, text);

        Assert.Equal((text, null, message), (problem.File, problem.Line, problem.Message));
    }

    [Fact]
    public void Read_SeveralProblems_ReportsAllInTheOrderOfTheFile()
    {
        var error = Assert.Throws<InputException>(
            () => Read("seeds: [1, x]\nsupervisor: {epochs: 0, learning_rate: 7}\nunknown: 1"));

        Assert.Equal([1, 1, 2, 2, 3], error.Problems.Select(problem => problem.Line!.Value));
        Assert.Equal(5, error.Message.Split('\n').Length);
        Assert.All(error.Problems, problem =>
            Assert.StartsWith($"{error.File}:{problem.Line}: ", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NotYaml_NamesTheLine()
    {
        var problem = Problem("name: a\nseeds: [1\nmethods: }");

        Assert.StartsWith("is not YAML: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.InRange(problem.Line!.Value, 2, 3);
    }

    [Fact]
    public void Read_NestedTooDeep_IsRefused() =>
        Assert.Equal(
            "is nested deeper than 32 levels",
            Problem("name: a\nseeds: " + new string('[', 100_000)).Message);

    [Fact]
    public void Read_TooLarge_IsRefused() =>
        Assert.Equal(
            "is larger than an experiment file may be (1000000 bytes)",
            Problem("name: a #" + new string('x', 1_000_000)).Message);

    [Fact]
    public void Read_NotUtf8_NamesTheByte()
    {
        var path = _temp.File("e.yaml", [.. "name: a\nseeds: "u8, 0xFF, 0xFE]);

        var error = Assert.Throws<InputException>(() => ExperimentReader.Read(path, [], TestCatalogue.Make()));

        Assert.Equal($"{path}:2: byte 15 is not UTF-8; experiment files are UTF-8", error.Message);
    }

    [Fact]
    public void Read_NoSuchFile_SaysSo()
    {
        var error = Assert.Throws<InputException>(
            () => ExperimentReader.Read("missing.yaml", [], TestCatalogue.Make()));

        Assert.Equal("missing.yaml: no such file", error.Message);
    }

    [Fact]
    public void Write_ResolvedExperiment_IsAnExperimentFileAgain()
    {
        _temp.File("rows.jsonl", "{}");
        var experiment = Read(Valid, $"data={{kind: files, supervisor: {_temp.Path}/rows.jsonl}}");

        var written = ExperimentWriter.Write(experiment);

        Assert.Contains("\"beta\":0.2", written, StringComparison.Ordinal);
        Assert.Contains("\"max_updates\":null", written, StringComparison.Ordinal);
        Assert.Equal(written, ExperimentWriter.Write(Read(written)));
    }

    private TestExperiment Read(string text, params string[] overrides) =>
        (TestExperiment)ExperimentReader.Read(_temp.File("experiment.yaml", text), overrides, TestCatalogue.Make());

    private InputProblem Problem(string text, params string[] overrides) =>
        Assert.Single(Assert.Throws<InputException>(() => Read(text, overrides)).Problems);
}
