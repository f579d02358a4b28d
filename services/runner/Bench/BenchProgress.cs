using static System.FormattableString;

namespace WeakToStrong.Runner.Bench;

/// <summary>How far a benchmark is: one line that is overwritten on a terminal, two lines for each otherwise.</summary>
internal sealed class BenchProgress(TextWriter output, bool isTerminal)
{
    public void WarmUp(string name) => Write($"{name}: warming up");

    /// <summary>What is made before anything is measured.</summary>
    public void Step(string name, string step) => Write($"{name}: {step}");

    public void Round(string name, int done, int total, TimeSpan elapsed)
    {
        if (done == total)
            Finish(Invariant($"{name}: {total} rounds in {elapsed.TotalSeconds:0} s"));
        else if (isTerminal)
            Write(Invariant($"{name}: {done}/{total} rounds, {elapsed.TotalSeconds / done * (total - done):0} s left"));
    }

    /// <summary>What was found; the end of what <paramref name="name"/> is.</summary>
    public void Found(string name, string result) => Finish($"{name}: {result}");

    private void Finish(string line) => output.WriteLine(isTerminal ? TerminalLine.Restart + line : line);

    private void Write(string line)
    {
        if (isTerminal)
            output.Write(TerminalLine.Restart + line);
        else
            output.WriteLine(line);
    }
}
