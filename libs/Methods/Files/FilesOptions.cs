using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Files;

/// <summary><c>data: {kind: files}</c>: three files of questions, answers and corrections.</summary>
public sealed record FilesOptions : IValidatableObject
{
    [InputPath]
    [Description("The supervisor learns from these corrections.")]
    public required string Supervisor { get; init; }

    [InputPath]
    [Description("The supervisor labels these, and students learn from the labels.")]
    public required string Transfer { get; init; }

    [InputPath]
    [Description("Everyone is judged on these.")]
    public required string Test { get; init; }

    [Description("What the columns mean; auto tells from the first row.")]
    public FileFormat Format { get; init; }

    [Description("At most this many rows of each file are used, from the first.")]
    [Range(1, 10_000_000)]
    public int Rows { get; init; } = 100_000;

    [Description("Part of the supervisor's file that is set aside to train the reward judge.")]
    [Range(0.01, 0.9)]
    public double JudgeFraction { get; init; } = 0.3;

    [Description("Tokens of the byte-level BPE that is trained on the files' text.")]
    [Range(300, 200_000)]
    public int VocabularySize { get; init; } = 4096;

    [Description("Prompt for an answer; {question} is replaced. The Aligner paper's when not given.")]
    public string AnswerTemplate { get; init; } = PromptTemplates.Aligner.Answer;

    [Description("Prompt for a correction; {question} and {answer} are replaced. The Aligner paper's when not given.")]
    public string CorrectionTemplate { get; init; } = PromptTemplates.Aligner.Correction;

    public PromptTemplates Templates => new() { Answer = AnswerTemplate, Correction = CorrectionTemplate };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!AnswerTemplate.Contains("{question}", StringComparison.Ordinal))
            yield return new ValidationResult("answer_template has no {question}", ["answer_template"]);
        foreach (var part in new[] { "{question}", "{answer}" })
            if (!CorrectionTemplate.Contains(part, StringComparison.Ordinal))
                yield return new ValidationResult($"correction_template has no {part}", ["correction_template"]);
    }
}

/// <summary>What the columns of data files mean.</summary>
public enum FileFormat
{
    Auto,
    Aligner,
    Preference,
    ImplicitPreference,
}

internal static class FileFormats
{
    /// <summary>The format to read; null to detect it.</summary>
    public static DataFormat? ReadAs(this FileFormat format) => format switch
    {
        FileFormat.Auto => null,
        FileFormat.Aligner => DataFormat.Aligner,
        FileFormat.Preference => DataFormat.Preference,
        FileFormat.ImplicitPreference => DataFormat.ImplicitPreference,
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
