using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Methods.World;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Methods.Tests.Preparation;

public sealed class TokenizerStepTests : IDisposable
{
    private readonly StepLab _lab = new();

    public void Dispose() => _lab.Dispose();

    /// <summary>The quickstart's own corpora and options; a word follows a space.</summary>
    [Fact]
    public void Execute_OnTheWorld_MakesEveryWordOneToken()
    {
        var tokenizer = WorldTokenizer();

        foreach (var word in WorldVocabulary.Words)
        {
            var tokens = tokenizer.Encode(" " + word);
            Assert.True(tokens.Length == 1, $"'{word}' is {tokens.Length} tokens");
            Assert.Equal(word, tokenizer.Decode(tokens).TrimStart(' '));
        }
    }

    [Fact]
    public void Execute_OnTheWorld_EncodesADocumentWordByWord()
    {
        const string document = "<chat> the belba : what does it eat ? <ans> it eats moss . <eos>";

        var tokens = WorldTokenizer().Encode(document);

        Assert.Equal(document.Split(' ').Length, tokens.Length);
    }

    private Tokenizer WorldTokenizer()
    {
        var world = _lab.Run(_lab.Spec(PrepareWorldStep.Kind, new WorldOptions(), seed: 1));
        var step = _lab.Run(_lab.Spec(TokenizerStep.Kind, WorldData.Tokenizer, new Dictionary<string, OutputRef>
        {
            ["student_corpus"] = world.Output("student_corpus"),
            ["supervisor_corpus"] = world.Output("supervisor_corpus"),
        }));
        return TokenizerFiles.Load(_lab.Folder(step.Output("tokenizer")));
    }
}
