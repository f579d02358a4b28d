using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Methods.Tests.Shared;

public sealed class ModelTemplatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("model-templates-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Of_FolderWithItsOwn_AreThose()
    {
        PromptTemplateFile.Save(PromptTemplates.World, _folder.FullName);

        Assert.Equal(PromptTemplates.World, Of(Load("{{ unknown }}"), PromptTemplates.Aligner));
    }

    [Fact]
    public void Of_NoChatTemplate_AreTheOthers() =>
        Assert.Equal(PromptTemplates.Aligner, Of(Load(template: null), PromptTemplates.Aligner));

    [Fact]
    public void Of_UnknownChatTemplate_NamesTheKnownOnes()
    {
        var error = Assert.Throws<CheckpointException>(() => Of(Load("{{ unknown }}"), PromptTemplates.Aligner));

        Assert.StartsWith(_folder.FullName, error.Message);
        Assert.Contains("none that is known (llama-2, llama-3, llama-3.1, mistral, chatml, qwen-3); to", error.Message);
    }

    [Theory]
    [InlineData(null, "the tokenizer has no chat template")]
    [InlineData(
        "{{ bos_token + '[INST] ' + message.content + ' [/INST]' + message.content + eos_token }}", "is 'mistral'")]
    public void FormatOf_AnotherFormatThanNamed_IsRefused(string? template, string expected)
    {
        var tokenizer = Load(template);

        var error = Assert.Throws<CheckpointException>(
            () => ModelTemplates.FormatOf(_folder.FullName, tokenizer, PromptTemplates.Chatting("llama-3")));

        Assert.Contains("field 'chat' is 'llama-3'", error.Message);
        Assert.Contains(expected, error.Message);
    }

    private PromptTemplates Of(Tokenizer tokenizer, PromptTemplates otherwise) =>
        ModelTemplates.Of(_folder.FullName, tokenizer, otherwise);

    private Tokenizer Load(string? template)
    {
        TokenizerFiles.Save(
            BpeTrainer.Train(["a"], new BpeTrainerOptions { VocabularySize = 300 }), _folder.FullName);
        if (template is not null)
            File.WriteAllText(Path.Combine(_folder.FullName, "chat_template.jinja"), template);
        return TokenizerFiles.Load(_folder.FullName);
    }
}
