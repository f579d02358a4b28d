namespace WeakToStrong.Labeler.Alignment;

/// <summary>What the Aligner says; never what it is asked or answers.</summary>
internal static partial class AlignerLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed")]
    public static partial void RequestFailed(this ILogger log, Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the runner that corrects has ended ({Reason}); it is replaced")]
    public static partial void RunnerLost(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the runner that corrects did not start: {Reason}")]
    public static partial void RunnerUnfit(this ILogger log, string reason);
}
