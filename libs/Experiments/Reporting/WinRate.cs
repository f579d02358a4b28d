namespace WeakToStrong.Experiments.Reporting;

/// <summary>How often one system's answer is scored above another's to the same prompt.</summary>
public static class WinRate
{
    /// <summary>(wins − losses) / (wins + losses + ties), from −1 to 1.</summary>
    /// <param name="answers">One system's, at least one.</param>
    /// <param name="others">The other system's, prompt by prompt.</param>
    /// <param name="score">What counts as better.</param>
    public static double Of(
        IReadOnlyList<ScoreRow> answers, IReadOnlyList<ScoreRow> others, Func<ScoreRow, double> score)
    {
        if (answers.Count == 0 || answers.Count != others.Count)
            throw new ArgumentException($"{answers.Count} answers cannot be compared with {others.Count}");
        return answers.Zip(others, (answer, other) => Outcome(answer, other, score)).Sum() / (double)answers.Count;
    }

    /// <summary>
    /// 1 where the answer wins, −1 where it loses, 0 where they tie. Answers that are equal to the letter do: a reward
    /// model rounds the reward of a text differently with other texts beside it.
    /// </summary>
    public static int Outcome(ScoreRow answer, ScoreRow other, Func<ScoreRow, double> score) =>
        answer.Completion == other.Completion ? 0 : Math.Sign(score(answer).CompareTo(score(other)));
}
