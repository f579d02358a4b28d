using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Tests.Files;

public sealed class ExperimentTextTests
{
    private const string Commented =
        """
        # What it is for.
        name: quickstart   # the name
        seeds: [1, 2, 3]
        models:
          # The small one.
          supervisor: {preset: nano, pretraining: {learning_rate: 1.5e-3}}
          student:
            preset: micro   # the large one
        methods:
          - {name: sft, method: sft}
          # The one that matters.
          - name: dpo
            method: dpo
            beta: 0.1
        # The end.

        """;

    [Theory]
    [InlineData("name", "quickstart")]
    [InlineData("seeds", "1, 2, 3")]
    [InlineData("models.student.preset", "micro")]
    [InlineData("methods.1.beta", "0.1")]
    [InlineData("methods.2.beta", null)]
    [InlineData("models.student", null)]
    public void Value_OfAPath_IsWhatIsWritten(string path, string? expected) =>
        Assert.Equal(expected, ExperimentText.Read(Commented).Value(path));

    [Theory]
    [InlineData("name", "other", "name: quickstart   #", "name: other   #")]
    [InlineData("models.supervisor.preset", "tiny", "{preset: nano,", "{preset: tiny,")]
    [InlineData("models.supervisor.pretraining.learning_rate", "1e-4", "1.5e-3", "1e-4")]
    [InlineData("methods.1.beta", "0.2", "beta: 0.1", "beta: 0.2")]
    public void Set_OfAValueThatIsThere_ChangesItAlone(string path, string value, string before, string after) =>
        Assert.Equal(Commented.Replace(before, after, StringComparison.Ordinal), Set(Commented, path, value));

    [Theory]
    [InlineData("methods.1.epochs", "2", "    beta: 0.1", "    beta: 0.1\n    epochs: 2")]
    [InlineData("methods.0.epochs", "2", "method: sft}", "method: sft, epochs: 2}")]
    [InlineData(
        "models.student.pretraining.epochs", "2", "# the large one", "# the large one\n    pretraining: {epochs: 2}")]
    [InlineData("models.supervisor.pretraining.epochs", "2", "1.5e-3}}", "1.5e-3, epochs: 2}}")]
    public void Set_OfAKeyThatIsMissing_AddsItWhereItBelongs(string path, string value, string before, string after) =>
        Assert.Equal(Commented.Replace(before, after, StringComparison.Ordinal), Set(Commented, path, value));

    [Fact]
    public void Set_OfASection_AddsALineAfterTheLastKey() =>
        Assert.Equal(
            Commented.Replace("beta: 0.1\n", "beta: 0.1\nlabeling: {temperature: 0.5}\n", StringComparison.Ordinal),
            Set(Commented, "labeling.temperature", "0.5"));

    [Theory]
    [InlineData("", "name: a\n")]
    [InlineData("# Nothing yet.", "# Nothing yet.\nname: a\n")]
    [InlineData("name:\nseeds: [1]\n", "name: a\nseeds: [1]\n")]
    [InlineData("name: null # soon\n", "name: a # soon\n")]
    [InlineData("{}", "{name: a}")]
    [InlineData("{seeds: [1]}", "{seeds: [1], name: a}")]
    [InlineData("{name: }", "{name: a}")]
    [InlineData("seeds: [1]", "seeds: [1]\nname: a")]
    [InlineData("seeds: [1]\r\n", "seeds: [1]\r\nname: a\r\n")]
    [InlineData("\u00e4: \ud83d\ude00\nname: b", "\u00e4: \ud83d\ude00\nname: a")]
    public void Set_InTextsOfEveryForm_KeepsTheRest(string text, string expected) =>
        Assert.Equal(expected, Set(text, "name", "a"));

    [Theory]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("", "\"\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("say \"so\"\n#1", "\"say \\\"so\\\"\\n#1\"")]
    [InlineData("- a", "\"- a\"")]
    [InlineData("1e-3", "1e-3")]
    [InlineData("data/my file.jsonl", "data/my file.jsonl")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("\ud83d\ude00", "\"\ud83d\ude00\"")]
    public void Set_OfAnyText_ReadsBackTheSame(string value, string written)
    {
        var text = ExperimentText.Read("name: x").Set("name", value);

        Assert.Equal($"name: {written}", text.Text);
        Assert.Equal(value, text.Value("name"));
    }

    [Theory]
    [InlineData("seeds: [1]", "seeds: [4, 5]")]
    [InlineData("seeds:\n  - 1\n  - 2\nname: a\n", "seeds: [4, 5]\nname: a\n")]
    [InlineData("name: a\n", "name: a\nseeds: [4, 5]\n")]
    public void SetList_OverAnyList_WritesOne(string text, string expected) =>
        Assert.Equal(expected, ExperimentText.Read(text).SetList("seeds", ["4", "5"]).Text);

    [Theory]
    [InlineData("methods.1.beta", "    beta: 0.1\n", "")]
    [InlineData("methods.1.name", "name: dpo\n    ", "")]
    [InlineData("methods.0.name", "name: sft, ", "")]
    [InlineData("methods.0.method", ", method: sft", "")]
    [InlineData("models.supervisor.pretraining.learning_rate", ", pretraining: {learning_rate: 1.5e-3}", "")]
    [InlineData("models.student.preset", "  student:\n    preset: micro   # the large one\n", "")]
    [InlineData("name", "name: quickstart   # the name\n", "")]
    [InlineData("labeling", "", "")]
    public void Remove_OfAKey_TakesItAndWhatItLeavesEmpty(string path, string before, string after)
    {
        var expected = before.Length == 0 ? Commented : Commented.Replace(before, after, StringComparison.Ordinal);
        Assert.Equal(expected, ExperimentText.Read(Commented).Remove(path).Text);
    }

    [Theory]
    [InlineData("methods.0", "  - {name: sft, method: sft}\n")]
    [InlineData("methods.1", "  - name: dpo\n    method: dpo\n    beta: 0.1\n")]
    public void Remove_OfAnItem_TakesItsLines(string path, string lines) =>
        Assert.Equal(
            Commented.Replace(lines, "", StringComparison.Ordinal), ExperimentText.Read(Commented).Remove(path).Text);

    [Theory]
    [InlineData("methods:\n  - name: a\n  # re-done\n  - # fine-tuned\n    name: b\n", 1,
        "methods:\n  - name: a\n  # re-done\n")]
    [InlineData("methods:\n  - # fine-tuned\n    name: a\n  - name: b\n", 0, "methods:\n  - name: b\n")]
    [InlineData("methods:\n  -\n  - # fine-tuned\n    name: b\n", 1, "methods:\n  -\n")]
    [InlineData("methods:\n  - |\n    a - b\n  # re-done\n  - name: b\n", 1,
        "methods:\n  - |\n    a - b\n  # re-done\n")]
    public void Remove_OfAnItemBesideComments_TakesNoneForItsDash(string text, int item, string expected) =>
        Assert.Equal(expected, ExperimentText.Read(text).Remove($"methods.{item}").Text);

    [Theory]
    [InlineData("methods: [{name: a}, {name: b}]", "methods.0", "methods: [{name: b}]")]
    [InlineData("methods: [{name: a}, {name: b}]", "methods.1", "methods: [{name: a}]")]
    [InlineData("methods:\n  - {name: a}\n", "methods.0", "methods: []\n")]
    [InlineData("methods:\n  - {name: a}\n", "methods.0.name", "methods:\n  - {}\n")]
    public void Remove_OfTheOnlyOrAFlowItem_LeavesAList(string text, string path, string expected) =>
        Assert.Equal(expected, ExperimentText.Read(text).Remove(path).Text);

    [Theory]
    [InlineData(
        "methods:\n  - {name: a}  # first\nceiling: {method: sft}\n",
        "methods:\n  - {name: a}  # first\n  - {name: n, method: dpo}\nceiling: {method: sft}\n")]
    [InlineData("methods:\n- name: a\n  x: 1\n", "methods:\n- name: a\n  x: 1\n- {name: n, method: dpo}\n")]
    [InlineData(
        "methods:\n  - # fine-tuned\n    name: a\n",
        "methods:\n  - # fine-tuned\n    name: a\n  - {name: n, method: dpo}\n")]
    [InlineData("methods: [{name: a}]\n", "methods: [{name: a}, {name: n, method: dpo}]\n")]
    [InlineData("methods: []\n", "methods: [{name: n, method: dpo}]\n")]
    [InlineData("methods:\n", "methods:\n  - {name: n, method: dpo}\n")]
    [InlineData("name: a\n", "name: a\nmethods:\n  - {name: n, method: dpo}\n")]
    [InlineData("{name: a}", "{name: a, methods: [{name: n, method: dpo}]}")]
    public void Add_ToAListOfAnyForm_WritesAnItemInIt(string text, string expected)
    {
        var changed = ExperimentText.Read(text).Add("methods", [new("name", "n"), new("method", "dpo")]);

        Assert.Equal(expected, changed.Text);
        Assert.True(changed.IsReadable);
    }

    [Fact]
    public void Set_AfterALiteralOverSeveralLines_StandsOnALineOfItsOwn() =>
        Assert.Equal(
            "data:\n  template: |\n    a\n    b\n  kind: files\n\nname: x\n",
            Set("data:\n  template: |\n    a\n    b\n\nname: x\n", "data.kind", "files"));

    [Fact]
    public void Called_OfAPath_NamesItemsAsMessagesDo()
    {
        var text = ExperimentText.Read(Commented);

        Assert.Equal("methods.dpo.beta", text.Called("methods.1.beta"));
        Assert.Equal("methods.7.beta", text.Called("methods.7.beta"));
        Assert.Equal("models.student", text.Called("models.student"));
    }

    [Theory]
    [InlineData("name: [")]
    [InlineData("- a")]
    [InlineData("just words")]
    public void Set_InATextThatIsNoMapping_IsRefused(string text)
    {
        var read = ExperimentText.Read(text);

        Assert.False(read.IsReadable);
        Assert.Null(read.Value("name"));
        Assert.Throws<InvalidOperationException>(() => read.Set("name", "a"));
    }

    private static string Set(string text, string path, string value) =>
        ExperimentText.Read(text).Set(path, value).Text;
}
