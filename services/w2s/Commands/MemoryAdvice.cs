using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Commands;

/// <summary>What a plan says about memory, on standard error, after the plan itself.</summary>
internal static class MemoryAdvice
{
    /// <summary>Writes it; the exit code is that of a wrong input when the plan cannot be executed.</summary>
    public static int Of(PlanView plan)
    {
        if ((plan.MemoryRefusal ?? plan.MemoryWarning) is { } advice)
            Console.Error.WriteLine($"w2s: {advice}");
        return plan.MemoryRefusal is null ? ExitCode.Done : ExitCode.WrongInput;
    }
}
