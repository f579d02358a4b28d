using System.Diagnostics;
using static System.FormattableString;

namespace WeakToStrong.Runner.Commands;

/// <summary>How many answers are done, how fast, and how long the rest takes: one line, overwritten.</summary>
/// <param name="output">A terminal.</param>
/// <param name="total">How many there will be.</param>
/// <param name="before">How many were done before.</param>
internal sealed class AnswerProgress(TextWriter output, int total, int before)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <param name="done">At least one more than before.</param>
    public void Show(int done)
    {
        var rate = (done - before) / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        output.Write(TerminalLine.Restart + Invariant($"{done}/{total} answers, {rate:0.0}/s, ")
            + Invariant($"{(total - done) / rate:0} s left"));
    }

    public void Clear() => output.Write(TerminalLine.Restart);
}
