using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Methods.Preparation;

/// <summary>Step <c>train-tokenizer</c>: both models' documents → one byte-level BPE tokenizer.</summary>
public static class TokenizerStep
{
    public const string Kind = "train-tokenizer";

    private static readonly string[] Corpora = ["student_corpus", "supervisor_corpus"];

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(TokenizerOptions),
        Host = StepHost.Tracker,
        Outputs = ["tokenizer"],
        Summary = "Trains a byte-level BPE tokenizer on the documents.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<TokenizerOptions>();
        var texts = Corpora
            .SelectMany(corpus => RowFile.Read<DocumentRow>(context.Input(corpus, RowFile.Documents)))
            .SelectMany(document => new[] { document.Prompt, document.Completion });
        var tokenizer = BpeTrainer.Train(texts, new BpeTrainerOptions
        {
            VocabularySize = options.VocabularySize,
            MinimumFrequency = options.WholeWords ? 1 : 2,
            WholeWords = options.WholeWords,
            PreTokenizer = options.WholeWords ? PreTokenizer.WhiteSpace : PreTokenizer.Gpt2,
            SpecialTokens = [options.PaddingToken, options.EndToken, .. options.SpecialTokens],
            SpecialTokensStripLeft = true,
            Names = new SpecialTokenNames { EndOfSequence = options.EndToken, Padding = options.PaddingToken },
        });
        TokenizerFiles.Save(tokenizer, context.Output("tokenizer"));
    }
}
