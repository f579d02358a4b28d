namespace WeakToStrong.Labeler.Alignment.Correcting;

/// <summary>The runner that corrects ended: its exit code, and what it said last.</summary>
internal sealed class CorrectorLostException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
