using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Methods.Tests.Shared;

public sealed class PromptTemplatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-methods-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ForCorrection_Aligner_IsThePapersInstruction() =>
        Assert.Equal(
            "BEGINNING OF CONVERSATION: USER: Editing the following Question-Answer pair to make it more helpful and "
            + "harmless: Question: why? | Answer: because ASSISTANT:",
            PromptTemplates.Aligner.ForCorrection("why?", "because"));

    [Fact]
    public void ForAnswer_Aligner_IsTheWrapperAlone() =>
        Assert.Equal("BEGINNING OF CONVERSATION: USER: why? ASSISTANT:", PromptTemplates.Aligner.ForAnswer("why?"));

    [Fact]
    public void ForCorrection_MarksInsideTheTexts_StayAsTheyAre() =>
        Assert.Equal(
            "<chat> what is {answer} ? <ans> a {question} <fix>",
            PromptTemplates.World.ForCorrection("what is {answer} ?", "a {question}"));

    [Fact]
    public void Load_WhatWasSaved_IsEqual()
    {
        PromptTemplateFile.Save(PromptTemplates.World, _folder.FullName);

        Assert.Equal(PromptTemplates.World, PromptTemplateFile.Load(_folder.FullName));
    }

    [Fact]
    public void Load_FolderWithoutTemplates_GivesTheAligners() =>
        Assert.Equal(PromptTemplates.Aligner, PromptTemplateFile.Load(_folder.FullName));

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"answer\": \"a\"}")]
    [InlineData("{\"answer\": \"a\", \"correction\": \"c\", \"correctoin\": \"\"}")]
    public void Load_FileThatHoldsNone_NamesIt(string content)
    {
        var path = Path.Combine(_folder.FullName, PromptTemplateFile.Name);
        File.WriteAllText(path, content);

        var error = Assert.Throws<CheckpointException>(() => PromptTemplateFile.Load(_folder.FullName));

        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
    }
}
