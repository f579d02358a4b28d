using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

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

        Assert.Equal(PromptTemplates.Aligner, PromptTemplateFile.Load(models.Lab.Folder(step.Output("model"))));
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

    private Dictionary<string, InputFile> Files() =>
        Directory.GetFiles(models.Lab.Folder(models.Base))
            .ToDictionary(path => Path.GetFileName(path), path => new InputFile(path, Digests.OfFile(path)));
}
