using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Tests.Files;

namespace WeakToStrong.Experiments.Tests.Search;

public sealed class SearchVocabularyTests
{
    [Fact]
    public void Of_Catalogue_HasEveryOptionOfEveryVariant()
    {
        var options = SearchVocabulary.Of(TestCatalogue.Make()).Options;

        Assert.Equal(
            [
                "data.animals", "data.cache", "data.kind", "data.supervisor", "deterministic", "dtype", "seeds",
                "supervisor.epochs", "supervisor.learning_rate", "supervisor.max_updates",
            ],
            options.Where(option => !option.IsOfMethod).Select(option => option.Path));
        Assert.Equal(
            [
                "beta", "from", "method", "name", "tokens", "training.epochs", "training.learning_rate",
                "training.max_updates",
            ],
            options.Where(option => option.IsOfMethod).Select(option => option.Path));
    }

    [Fact]
    public void Of_Catalogue_KnowsKindsAndChoices()
    {
        var options = SearchVocabulary.Of(TestCatalogue.Make()).Options.ToDictionary(option => option.Path);

        Assert.Equal((SearchFieldKind.Choice, "dpo, sft"), Kind("method"));
        Assert.Equal((SearchFieldKind.Choice, "files, world"), Kind("data.kind"));
        Assert.Equal((SearchFieldKind.Choice, "float32, brain_float16"), Kind("dtype"));
        Assert.Equal((SearchFieldKind.Choice, "false, true"), Kind("deterministic"));
        Assert.Equal((SearchFieldKind.Number, ""), Kind("beta"));
        Assert.Equal((SearchFieldKind.Number, ""), Kind("seeds"));
        Assert.Equal((SearchFieldKind.Text, ""), Kind("from"));
        Assert.Equal("Passes over the data.", options["supervisor.epochs"].Description);

        (SearchFieldKind Kind, string Choices) Kind(string path) =>
            (options[path].Kind, string.Join(", ", options[path].Choices));
    }

    [Fact]
    public void Parse_ByTheCataloguesNames_PrefersMethodsAndShortPaths()
    {
        var vocabulary = SearchVocabulary.Of(TestCatalogue.Make());

        Assert.Equal("methods.training.epochs = 2", RunSearch.Parse("epochs = 2", vocabulary).ToString());
        Assert.Equal("supervisor.epochs = 2", RunSearch.Parse("supervisor.epochs = 2", vocabulary).ToString());
    }
}
