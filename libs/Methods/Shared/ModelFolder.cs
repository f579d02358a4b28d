using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tokenization;
using WeakToStrong.Transformer.Tokenization.Chat;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// A model as steps hand it on: weights, tokenizer and prompt templates in one folder. What an adapter has learned is
/// merged into the weights, and the adapter by itself is in a folder within, in PEFT's layout.
/// </summary>
public sealed class ModelFolder : IDisposable
{
    private const string AdapterFolder = "adapter";

    // Made when first asked for: a raw prompt needs no template, and so none that is known.
    private readonly Lazy<PromptTemplates> _templates;
    private readonly Lazy<ChatFormat?> _format;

    private ModelFolder(LlamaModel model, Tokenizer tokenizer, string folder, PromptTemplates? own)
    {
        (Model, Tokenizer) = (model, tokenizer);
        _templates = new Lazy<PromptTemplates>(
            () => own ?? ModelTemplates.Of(folder, tokenizer, PromptTemplates.Aligner));
        _format = new Lazy<ChatFormat?>(() => ModelTemplates.FormatOf(folder, tokenizer, Templates));
    }

    public LlamaModel Model { get; }

    public Tokenizer Tokenizer { get; }

    /// <exception cref="CheckpointException">The folder's templates are wrong, or none that are known.</exception>
    public PromptTemplates Templates => _templates.Value;

    /// <param name="compute">As <see cref="ComputeChoices.Applied"/> gave it.</param>
    /// <param name="adapter">
    /// Folder of a PEFT adapter to merge into the weights; one beside the weights is merged when not given.
    /// </param>
    public static ModelFolder Load(string folder, ComputeOptions compute, string? adapter = null)
    {
        var tokenizer = LoadTokenizer(folder, HuggingFaceConfig.Load(folder).VocabularySize);
        var own = PromptTemplateFile.Find(folder);
        var model = LlamaCheckpoint.Load(folder, compute.ScalarType(), compute.TorchDevice());
        adapter ??= PeftAdapter.IsIn(folder) ? folder : null;
        return new ModelFolder(adapter is null ? model : Merged(model, adapter), tokenizer, folder, own);
    }

    /// <summary>Encodes rows as this model's templates want it.</summary>
    public SampleEncoder Encoder(int maxLength) => new(Tokenizer, maxLength, _format.Value);

    /// <summary>
    /// The tokens that end an answer, where the chat format's end is none of those the model states; else null. A base
    /// model that learns a chat format often states another.
    /// </summary>
    public IReadOnlyList<int>? StopTokenIds =>
        _format.Value is { } format && Tokenizer.TokenToId(format.EndToken) is { } end
            && !Model.Config.EosTokenIds.Contains(end)
            ? [.. Model.Config.EosTokenIds, end]
            : null;

    /// <summary>
    /// The longest prompt that still leaves room for <paramref name="newTokens"/> in the model's longest sequence, at
    /// most <paramref name="asked"/>.
    /// </summary>
    public int PromptLimit(int asked, int newTokens) =>
        Math.Clamp(Model.Config.MaxPositions - newTokens, 1, asked);

    /// <summary>Writes a model beside this folder's tokenizer and templates.</summary>
    public void Save(LlamaModel model, string folder) => Save(model, Tokenizer, Templates, folder);

    /// <summary>Writes a model, whose adapter becomes part of its weights.</summary>
    public static void Save(LlamaModel model, Tokenizer tokenizer, PromptTemplates templates, string folder)
    {
        if (model.Adapter is not null)
            PeftAdapter.Save(model, Path.Combine(folder, AdapterFolder));
        model.MergeAdapter();
        LlamaCheckpoint.Save(model, folder, tokenizer);
        PromptTemplateFile.Save(templates, folder);
    }

    public void Dispose() => Model.Dispose();

    private static LlamaModel Merged(LlamaModel model, string adapter)
    {
        try
        {
            PeftAdapter.Load(model, adapter);
            model.MergeAdapter();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // An embedding may have more rows than there are tokens, never fewer.
    private static Tokenizer LoadTokenizer(string folder, int rows)
    {
        var tokenizer = TokenizerFiles.Load(folder, rows);
        return tokenizer.VocabularySize <= rows
            ? tokenizer
            : throw new CheckpointException(
                Path.Combine(folder, "tokenizer.json"),
                $"has ids up to {tokenizer.VocabularySize - 1}; vocab_size in {HuggingFaceConfig.FileName} allows " +
                $"0 to {rows - 1}");
    }
}
