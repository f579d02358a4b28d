using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Methods;
using WeakToStrong.Tracker.Components.Pages.Launch;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Launch;

/// <summary>The form over the product's own catalogue: what it shows of a text, and what it makes of it.</summary>
public sealed class FormTests : BunitContext
{
    private static readonly string Quickstart = Templates.Find("quickstart")!.Text;

    private readonly FormRecord _record = new ExperimentForm(MethodCatalogue.Create()).Of(null);
    private string _text = Quickstart;

    public FormTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void Form_OfAText_ShowsWhatItSays()
    {
        var form = Render(Quickstart);

        Assert.Equal("quickstart", Control(form, "name").GetAttribute("value"));
        Assert.Equal("1, 2, 3", Control(form, "seeds").GetAttribute("value"));
        Assert.Equal("1.5e-3", Control(form, "models.supervisor.pretraining.learning_rate").GetAttribute("value"));
        Assert.Equal("0.1", Control(form, "methods.1.beta").GetAttribute("value"));
        Assert.Equal("dpo", Chosen(form, "methods.1.method"));
        Assert.Equal(["sft", "dpo", "rlhf"], form.FindAll(".item h3").Select(title => title.TextContent.Trim()));
    }

    [Fact]
    public void Field_ThatIsNotWritten_ShowsItsDefaultAndWhatIsAllowed()
    {
        var form = Render(Quickstart);
        Unfold(form, "Labeling");

        var topP = Control(form, "labeling.top_p");

        Assert.Equal("", topP.GetAttribute("value") ?? "");
        Assert.Equal("1", topP.GetAttribute("placeholder"));
        Assert.Contains("1E-06 to 1", Option(form, "labeling.top_p").TextContent, StringComparison.Ordinal);
        Assert.Equal("0.1", Control(form, "methods.1.beta").GetAttribute("placeholder"));
    }

    [Fact]
    public void Typing_IntoAField_ChangesThatValueOfTheTextAlone()
    {
        var form = Render(Quickstart);

        Control(form, "methods.1.beta").Change("0.2");

        Assert.Equal(Quickstart.Replace("beta: 0.1", "beta: 0.2", StringComparison.Ordinal), _text);
    }

    [Fact]
    public void Emptying_AField_TakesTheKeyOut()
    {
        var form = Render(Quickstart);

        Control(form, "methods.1.epochs").Change("");

        Assert.Equal(
            Quickstart.Replace(", epochs: 2}\n  - {name: rlhf", "}\n  - {name: rlhf", StringComparison.Ordinal), _text);
    }

    [Fact]
    public void Seeds_Typed_AreAList()
    {
        var form = Render(Quickstart);

        Control(form, "seeds").Change("4, 5,");

        Assert.Contains("seeds: [4, 5]\n", _text, StringComparison.Ordinal);
    }

    [Fact]
    public void Method_ChosenAnew_LosesTheOptionsOfTheOneBefore()
    {
        var form = Render(Quickstart);

        var select = Control(form, "methods.1.method");
        select.Change(IndexOf(select, "sft"));

        Assert.Contains("  - {name: dpo, method: sft, from: base, epochs: 2}\n", _text, StringComparison.Ordinal);
    }

    [Fact]
    public void Method_AddedTwice_GetsANameOfItsOwn()
    {
        var form = Render(Quickstart);

        form.Find(".add button").Click();
        form = Render(_text);
        form.Find(".add button").Click();

        Assert.Contains(
            "  - {name: dpo-2, method: dpo}\n  - {name: dpo-3, method: dpo}\nceiling:", _text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Method_Removed_IsGoneWithItsLine()
    {
        var form = Render(Quickstart);

        form.Find("[aria-label='Remove sft']").Click();

        Assert.Equal(
            Quickstart.Replace("  - {name: sft, method: sft, from: base}\n", "", StringComparison.Ordinal), _text);
    }

    [Theory]
    [InlineData("beta: 0.1", "beta: 1000", "methods.1.beta", "is 1000; allowed is 0.0001 to 100")]
    [InlineData("from: sft", "from: other", "methods.2.from", "there is no method 'other' above")]
    [InlineData("name: quickstart\n", "", "name", "is missing")]
    [InlineData("{kind: world}", "{kind: world, card_fraction: 2}", "data.card_fraction", "is 2, allowed is 0 to 1")]
    [InlineData("name: dpo,", "name: sft,", "methods.1.name", "there are two methods named 'sft'")]
    [InlineData("seeds: [1, 2, 3]", "seeds: [1, 1]", "seeds", "has 1 twice")]
    [InlineData("preset: nano", "preset: nana", "models.supervisor.preset", "there is no preset 'nana'")]
    public void Problem_OfAKey_StandsNextToItsField(string before, string after, string path, string expected)
    {
        var form = Render(Quickstart.Replace(before, after, StringComparison.Ordinal));
        if (path.StartsWith("data", StringComparison.Ordinal))
            Unfold(form, "Data");

        Assert.Contains(expected, Option(form, path).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Single(form.FindAll(".problem"));
    }

    [Fact]
    public void Form_OfATextFullOfMarkup_ShowsItAsText()
    {
        var form = Render(Quickstart.Replace("name: sft", "name: \"<script>x</script>\"", StringComparison.Ordinal));

        Assert.Empty(form.FindAll("script"));
        Assert.Equal("<script>x</script>", form.Find(".item h3").TextContent.Trim());
    }

    [Fact]
    public void Form_OfATextThatCannotBeRead_ChangesNothing()
    {
        var form = Render(Quickstart, isFrozen: true);

        Assert.All(
            form.FindAll("input, [data-path] select"), control => Assert.True(control.HasAttribute("disabled")));
    }

    private static IElement Option(IRenderedComponent<RecordFields> form, string path) =>
        form.Find($"[data-path='{path}']");

    private static IElement Control(IRenderedComponent<RecordFields> form, string path) =>
        form.Find($"[data-path='{path}'] input, [data-path='{path}'] select");

    private static string Chosen(IRenderedComponent<RecordFields> form, string path)
    {
        var select = Control(form, path);
        return select.QuerySelectorAll("option")[int.Parse(select.GetAttribute("value")!)].TextContent;
    }

    private static string IndexOf(IElement select, string word) =>
        select.QuerySelectorAll("option").Single(option => option.TextContent == word).GetAttribute("value")!;

    private static void Unfold(IRenderedComponent<RecordFields> form, string section) =>
        form.FindAll("fieldset.section").Single(part => part.QuerySelector("legend")!.TextContent == section)
            .QuerySelectorAll(".more")[^1].Click();

    private IRenderedComponent<RecordFields> Render(string text, bool isFrozen = false)
    {
        var state = new FormState
        {
            Text = ExperimentText.Read(text),
            IsFrozen = isFrozen,
            Problems = Problems(text),
            Changed = change =>
            {
                _text = change(ExperimentText.Read(text)).Text;
                return Task.CompletedTask;
            },
        };
        return Render<RecordFields>(parameters => parameters
            .AddCascadingValue(state).Add(view => view.Path, "").Add(view => view.Record, _record));
    }

    private static IReadOnlyList<InputProblem> Problems(string text)
    {
        try
        {
            ExperimentReader.Parse(text, "experiment.yaml", "/", [], MethodCatalogue.Create());
            return [];
        }
        catch (InputException exception)
        {
            return exception.Problems;
        }
    }
}
