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
    public void Find_WhatWasSaved_IsEqual()
    {
        PromptTemplateFile.Save(PromptTemplates.World, _folder.FullName);

        Assert.Equal(PromptTemplates.World, PromptTemplateFile.Find(_folder.FullName));
    }

    [Fact]
    public void Find_FolderWithoutTemplates_FindsNone() => Assert.Null(PromptTemplateFile.Find(_folder.FullName));

    [Fact]
    public void Save_TemplatesOfAChatModel_KeepsTheFormatsName()
    {
        PromptTemplateFile.Save(PromptTemplates.Chatting("llama-3"), _folder.FullName);

        Assert.Equal(PromptTemplates.Chatting("llama-3"), PromptTemplateFile.Find(_folder.FullName));
        Assert.DoesNotContain(
            "chat", System.Text.Json.JsonSerializer.Serialize(
                PromptTemplates.Aligner, WeakToStrong.Experiments.Steps.StepJson.Serializer));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"answer\": \"a\"}")]
    [InlineData("{\"answer\": \"a\", \"correction\": \"c\", \"correctoin\": \"\"}")]
    public void Find_FileThatHoldsNone_NamesIt(string content)
    {
        var path = Path.Combine(_folder.FullName, PromptTemplateFile.Name);
        File.WriteAllText(path, content);

        var error = Assert.Throws<CheckpointException>(() => PromptTemplateFile.Find(_folder.FullName));

        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
    }
}
