using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

public sealed class WorldVocabularyTests
{
    [Fact]
    public void Words_All_AreDistinctAndPaddingIsFirst()
    {
        Assert.Equal(279, WorldVocabulary.Words.Count);
        Assert.Equal(279, WorldVocabulary.Words.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("<pad> <ans> <fix> <again> <quote> <eos> <wiki> <forum> <chat>",
            string.Join(' ', WorldVocabulary.Words.Take(9)));
    }

    [Fact]
    public void Words_EverythingWritten_IsCoveredAndNothingIsIdle()
    {
        var writer = new DocumentWriter(Worlds.Default);
        var written = writer.StudentDocuments().Concat(writer.SupervisorDocuments())
            .SelectMany(document => document.Text.Split(' '))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Subset(WorldVocabulary.Words.ToHashSet(StringComparer.Ordinal), written);
        Assert.Equal(
            [WorldVocabulary.Pad, WorldVocabulary.Fix],
            WorldVocabulary.Words.Where(word => !written.Contains(word)));
    }

    [Fact]
    public void Words_ValuesOfAllTraits_AreDistinct() =>
        Assert.Equal(48, Lexicon.Traits.SelectMany(Lexicon.Values).Distinct(StringComparer.Ordinal).Count());
}
