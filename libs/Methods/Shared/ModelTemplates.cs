using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization;
using WeakToStrong.Transformer.Tokenization.Chat;

namespace WeakToStrong.Methods.Shared;

/// <summary>Which templates a model folder is asked with.</summary>
public static class ModelTemplates
{
    /// <summary>
    /// Those the folder carries as ours; else, where its tokenizer has a chat template, that one; else
    /// <paramref name="otherwise"/>, as also where it is not the default: somebody chose it.
    /// </summary>
    /// <exception cref="CheckpointException">The chat template is none that is known.</exception>
    public static PromptTemplates Of(string folder, Tokenizer tokenizer, PromptTemplates otherwise)
    {
        if (PromptTemplateFile.Find(folder) is { } own)
            return own;
        return tokenizer.ChatTemplate is null || otherwise != PromptTemplates.Aligner
            ? otherwise
            : PromptTemplates.Chatting(Recognised(folder, tokenizer).Name);
    }

    /// <summary>
    /// The format of the dialogues that prompts are messages of, or null where templates are whole texts.
    /// </summary>
    /// <exception cref="CheckpointException">The tokenizer has another format, or none.</exception>
    public static ChatFormat? FormatOf(string folder, Tokenizer tokenizer, PromptTemplates templates)
    {
        if (templates.Chat is not { } name)
            return null;
        var path = Path.Combine(folder, PromptTemplateFile.Name);
        if (tokenizer.ChatTemplate is null)
            throw new CheckpointException(path, $"field 'chat' is '{name}', but the tokenizer has no chat template");
        var format = Recognised(folder, tokenizer);
        return format.Name == name
            ? format
            : throw new CheckpointException(
                path, $"field 'chat' is '{name}', but the tokenizer's chat template is '{format.Name}'");
    }

    private static ChatFormat Recognised(string folder, Tokenizer tokenizer) =>
        ChatFormat.Recognise(tokenizer) ?? throw new CheckpointException(
            folder, $"its chat template is none that is known ({string.Join(", ", ChatFormat.Names)}); to ask the "
            + $"model without it, put a {PromptTemplateFile.Name} with the texts 'answer' and 'correction' beside it");
}
