namespace WeakToStrong.W2s;

/// <summary>What the process says to the shell; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongInput = 2;
    public const int MissingPrerequisite = 3;
}
