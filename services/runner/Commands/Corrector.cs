using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Commands;

/// <summary>A supervisor that corrects many answers, some at a time; its drafts learn from all of them.</summary>
internal sealed class Corrector(ModelFolder folder, GenerationOptions options) : IDisposable
{
    private readonly GenerationOptions _options = options with { StopTokenIds = folder.StopTokenIds };
    private readonly SequenceGenerator _generator = new(folder.Model)
    {
        LearnsAcrossUnits = true, KeepsCache = true,
    };

    /// <summary>What all corrections took; null without drafts.</summary>
    public GenerationCounts? Counts => GenerationReport.Of(_generator, _options);

    /// <summary>What is to be corrected, as prompts; says how many of them are too long.</summary>
    public GenerationRequest[] Requests(IReadOnlyList<(string Question, string Answer)> rows)
    {
        var limit = folder.PromptLimit(folder.Model.Config.MaxPositions, _options.MaxNewTokens);
        var encoder = folder.Encoder(limit);
        var prompts = rows.Select(row => new AskedPrompt(
            folder.Templates.ForCorrection(row.Question, row.Answer), Repeated: row.Answer));
        GenerationRequest[] requests =
            [.. prompts.Select((prompt, place) => AnswerSampler.Request(folder, encoder, prompt, place, limit))];
        if (encoder.TruncatedCount > 0)
            Console.Error.WriteLine(
                $"{encoder.TruncatedCount} of {requests.Length} prompts lost their beginning; allowed with this "
                    + $"model and --max-new-tokens are {limit} tokens, the template's included");
        return requests;
    }

    /// <param name="requests">Some of those that were made.</param>
    /// <param name="progress">Called with how many of them are corrected, whenever some are.</param>
    /// <returns>The corrections, in the order of the requests.</returns>
    public string[] Correct(GenerationRequest[] requests, Action<int>? progress = null)
    {
        var sequences = _generator.Generate(requests, _options, (done, _) => progress?.Invoke(done));
        return [.. sequences.Select(sequence => AnswerSampler.TextOf(folder, sequence.Tokens))];
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
