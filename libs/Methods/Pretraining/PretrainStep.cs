using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Methods.Pretraining;

/// <summary>Step <c>pretrain</c>: documents and a tokenizer → a language model.</summary>
public static class PretrainStep
{
    public const string Kind = "pretrain";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 3,
        OptionsType = typeof(PretrainOptions),
        Host = StepHost.Trainer,
        Outputs = ["model"],
        Summary = "Trains a preset from scratch on documents.",
        Streams = ["init/{tensor}", "batch-plan/{epoch}"],
        Execute = Execute,
    };

    /// <summary>Rough cost in seconds of one core: proportional to the model, 60 s for a million parameters.</summary>
    public static double Cost(string preset) =>
        60e-6 * LlamaLayout.Parameters(Presets.Get(preset, vocabularySize: 1024)).Sum(spec => spec.Length);

    private static void Execute(StepContext context)
    {
        var options = context.Options<PretrainOptions>();
        var training = options.Training;
        var compute = options.Compute.Applied();

        var tokenizer = TokenizerFiles.Load(context.Input("tokenizer"));
        using var model = LlamaModel.Create(
            Config(options.Preset, tokenizer), (ulong)context.Seed, compute.ScalarType(), compute.TorchDevice());
        var encoder = new SampleEncoder(tokenizer, Math.Min(training.MaxLength, model.Config.MaxPositions));
        var samples = RowFile.Read<DocumentRow>(context.Input("corpus", RowFile.Documents))
            .Select((document, index) => encoder.Document($"document {index}", document))
            .ToList();
        Tuning.Run(
            context, "pretrain", model, training, [.. samples.Select(sample => sample.Length)],
            [.. samples.Select(sample => sample.Id)], new LeftOut(encoder.TruncatedCount),
            indices => LanguageModelLoss.Of(model, [.. indices.Select(index => samples[index])], compute.Layout));
        ModelFolder.Save(model, tokenizer, options.Templates, context.Output("model"));
    }

    private static ModelConfig Config(string preset, Tokenizer tokenizer)
    {
        var shape = Presets.Get(preset, tokenizer.VocabularySize);
        return shape with { EosTokenIds = [tokenizer.EndOfSequenceId!.Value], PadTokenId = tokenizer.PaddingId };
    }
}
