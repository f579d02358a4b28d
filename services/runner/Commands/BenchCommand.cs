using System.CommandLine;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>bench [NAME]</c>: measures the engine beside an eager PyTorch peer.</summary>
internal static class BenchCommand
{
    public static Command Make() => new("bench", "Measures the engine.");
}
