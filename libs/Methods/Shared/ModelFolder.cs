using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Methods.Shared;

/// <summary>A model as steps hand it on: weights, tokenizer and prompt templates in one folder.</summary>
public sealed class ModelFolder : IDisposable
{
    private ModelFolder(LlamaModel model, Tokenizer tokenizer, PromptTemplates templates) =>
        (Model, Tokenizer, Templates) = (model, tokenizer, templates);

    public LlamaModel Model { get; }

    public Tokenizer Tokenizer { get; }

    public PromptTemplates Templates { get; }

    /// <param name="compute">As <see cref="ComputeChoices.Applied"/> gave it.</param>
    public static ModelFolder Load(string folder, ComputeOptions compute)
    {
        var tokenizer = TokenizerFiles.Load(folder);
        RequireRows(folder, tokenizer);
        return new ModelFolder(
            LlamaCheckpoint.Load(folder, compute.ScalarType()), tokenizer, PromptTemplateFile.Load(folder));
    }

    /// <summary>
    /// The longest prompt that still leaves room for <paramref name="newTokens"/> in the model's longest sequence, at
    /// most <paramref name="asked"/>.
    /// </summary>
    public int PromptLimit(int asked, int newTokens) =>
        Math.Clamp(Model.Config.MaxPositions - newTokens, 1, asked);

    /// <summary>Writes a model beside this folder's tokenizer and templates.</summary>
    public void Save(LlamaModel model, string folder) => Save(model, Tokenizer, Templates, folder);

    public static void Save(LlamaModel model, Tokenizer tokenizer, PromptTemplates templates, string folder)
    {
        LlamaCheckpoint.Save(model, folder, tokenizer);
        PromptTemplateFile.Save(templates, folder);
    }

    public void Dispose() => Model.Dispose();

    // An embedding may have more rows than there are tokens, never fewer.
    private static void RequireRows(string folder, Tokenizer tokenizer)
    {
        var rows = HuggingFaceConfig.Load(folder).VocabularySize;
        if (tokenizer.VocabularySize > rows)
            throw new CheckpointException(
                Path.Combine(folder, "tokenizer.json"),
                $"has ids up to {tokenizer.VocabularySize - 1}; vocab_size in {HuggingFaceConfig.FileName} allows " +
                $"0 to {rows - 1}");
    }
}
