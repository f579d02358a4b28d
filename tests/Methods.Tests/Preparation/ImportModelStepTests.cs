using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Methods.Tests.Preparation;

[Collection(TensorTests.Name)]
public sealed class ImportModelStepTests(ToyModels models)
{
    private static ImportModelOptions Options => new() { Templates = PromptTemplates.Aligner, Compute = null };

    [Fact]
    public void Execute_FolderWithTemplates_IsTheFolder()
    {
        var step = models.Lab.Run(models.Lab.Spec(ImportModelStep.Kind, Options, files: Files()));

        Assert.Equal(models.Lab.Store.OutputDigest(models.Base), models.Lab.Store.OutputDigest(step.Output("model")));
    }

    [Fact]
    public void Execute_FolderWithoutTemplates_GetsThoseOfTheData()
    {
        var files = Files();
        files.Remove(PromptTemplateFile.Name);

        var step = models.Lab.Run(models.Lab.Spec(ImportModelStep.Kind, Options, files: files));

        Assert.Equal(PromptTemplates.Aligner, PromptTemplateFile.Find(models.Lab.Folder(step.Output("model"))));
    }

    [Fact]
    public void Execute_FolderWithAChatTemplate_GetsThatFormat()
    {
        var step = models.Lab.Run(models.Lab.Spec(ImportModelStep.Kind, Options, files: WithChatTemplate(ChatMl)));

        var folder = models.Lab.Folder(step.Output("model"));
        Assert.Equal(PromptTemplates.Chatting("chatml"), PromptTemplateFile.Find(folder));
        using var model = ModelFolder.Load(folder, new ComputeOptions().Applied());
        var sample = model.Encoder(128).Response("1", model.Templates.ForAnswer("is the sun here ?"), "yes");
        Assert.Equal(
            "<|im_start|>user\nis the sun here ?<|im_end|>\n<|im_start|>assistant\nyes<|im_end|>",
            model.Tokenizer.Decode([.. sample.Tokens]));
        Assert.Equal(
            "yes<|im_end|>",
            model.Tokenizer.Decode([.. sample.Tokens.Where((_, place) => sample.TargetMask[place])]));
    }

    [Fact]
    public void Execute_TemplatesThatSomebodyChose_StandAboveTheChatTemplate()
    {
        var options = Options with { Templates = PromptTemplates.World };

        var step = models.Lab.Run(models.Lab.Spec(ImportModelStep.Kind, options, files: WithChatTemplate(ChatMl)));

        Assert.Equal(PromptTemplates.World, PromptTemplateFile.Find(models.Lab.Folder(step.Output("model"))));
    }

    [Fact]
    public void Execute_UnknownChatTemplate_IsRefused()
    {
        var files = WithChatTemplate("{{ messages }}");

        var error = Assert.Throws<CheckpointException>(
            () => models.Lab.Run(models.Lab.Spec(ImportModelStep.Kind, Options, files: files)));

        Assert.Contains("its chat template is none that is known (llama-2, llama-3,", error.Message);
    }

    /// <summary>The presets take 2,048 tokens.</summary>
    [Theory]
    [InlineData(448, 48, 448)]
    [InlineData(4096, 48, 2000)]
    [InlineData(448, 4096, 1)]
    public void PromptLimit_OfAModel_LeavesRoomForTheAnswer(int asked, int newTokens, int expected)
    {
        using var folder = ModelFolder.Load(models.Lab.Folder(models.Base), new ComputeOptions().Applied());

        Assert.Equal(expected, folder.PromptLimit(asked, newTokens));
    }

    private const string ChatMl =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' "
        + "+ '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private Dictionary<string, InputFile> WithChatTemplate(string template)
    {
        var path = Path.Combine(models.Lab.Folder(models.Base), "..", $"{Digests.OfText(template)[^8..]}.jinja");
        File.WriteAllText(path, template);
        var files = Files();
        files.Remove(PromptTemplateFile.Name);
        files.Add("chat_template.jinja", new InputFile(path, Digests.OfFile(path)));
        return files;
    }

    private Dictionary<string, InputFile> Files() =>
        Directory.GetFiles(models.Lab.Folder(models.Base))
            .ToDictionary(path => Path.GetFileName(path), path => new InputFile(path, Digests.OfFile(path)));
}
