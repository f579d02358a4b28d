using System.CommandLine;
using WeakToStrong.Experiments;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>--threads</c>: threads of the computation; one unless given.</summary>
internal sealed class ThreadsOption : Option<int>
{
    private const int Most = 256;

    public ThreadsOption()
        : base("--threads") => DefaultValueFactory = _ => 1;

    /// <exception cref="InputException">It is not an allowed number.</exception>
    public int Read(ParseResult parsed) => parsed.GetValue(this) is >= 1 and <= Most and var threads
        ? threads
        : throw new InputException(Name, line: null, $"must be between 1 and {Most}");
}
