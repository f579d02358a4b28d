using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.World;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// The quickstart's data of seed 1 as token ids. Its tokenizer makes every word one token, so a word's place in the
/// vocabulary serves as its id: lengths are exactly those of the quickstart.
/// </summary>
internal sealed class WorldTokens
{
    private const ulong Seed = 1;

    private static readonly Dictionary<string, int> Ids = WorldVocabulary.Words
        .Select((word, id) => (word, id)).ToDictionary(entry => entry.word, entry => entry.id, StringComparer.Ordinal);

    private readonly WorldSplits _splits;

    public WorldTokens()
    {
        var world = WorldTables.Generate(Seed, new WorldOptions());
        _splits = WorldSplits.Of(world);
        Documents = [.. new DocumentWriter(world).StudentDocuments().Select(document => Encode(document.Text))];
    }

    public static int VocabularySize => WorldVocabulary.Words.Count;

    /// <summary>The student's pretraining corpus.</summary>
    public IReadOnlyList<int[]> Documents { get; }

    /// <summary>Questions of the transfer split, as the student is asked them.</summary>
    public IReadOnlyList<int[]> Prompts(int count) =>
    [
        .. _splits.Transfer.Take(count).Select(entry => Encode(PromptTemplates.World.ForAnswer(entry.Question.Text))),
    ];

    /// <summary>The corpus as one text, cut into pieces of equal length.</summary>
    public IEnumerable<int[]> Pieces(int length) =>
        Documents.SelectMany(document => document).Chunk(length).TakeWhile(piece => piece.Length == length);

    private static int[] Encode(string text) => Array.ConvertAll(text.Split(' '), word => Ids[word]);
}
