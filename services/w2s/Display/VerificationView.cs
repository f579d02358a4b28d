using WeakToStrong.Experiments.Attestation;

namespace WeakToStrong.W2s.Display;

/// <summary>What was verified, a line for each thing that is stated.</summary>
internal static class VerificationView
{
    private const int NameWidth = 10;
    private const int ShownSubjects = 20;
    private const int ShownDigits = 16;

    public static void Write(Verification verified)
    {
        WriteLine("verified", verified.File);
        WriteLine("states", $"{verified.States} ({verified.PredicateType})");
        WriteLine("run", verified.Run is { } run ? $"{verified.Name} {run}" : null);
        WriteLine("verdict", verified.Verdict);
        WriteLine("level", verified.Level);
        WriteLine("says", verified.Summary);
        WriteLine("model", verified.Model is { } model ? $"{model}: every file is the one that was signed" : null);
        foreach (var audit in verified.Audits)
            WriteLine("audit", $"{audit.Id}: {audit.Verdict}, level {audit.Level}");
        if (verified.IsArchive)
            WriteLine("holds", $"{verified.Subjects.Count} files, every one of them as it was signed");
        else
            WriteSubjects(verified.Subjects);
        WriteLine("key", $"{verified.KeyId[..ShownDigits]} ({(verified.IsOwnKey ? "this machine's" : "as given")})");
    }

    private static void WriteSubjects(IReadOnlyList<StatementSubject> subjects)
    {
        foreach (var (index, subject) in subjects.Take(ShownSubjects).Index())
            WriteLine(index == 0 ? "about" : "", $"{DigestOf(subject)}  {subject.Name}");
        if (subjects.Count > ShownSubjects)
            WriteLine("", $"and {subjects.Count - ShownSubjects} more; --json has them all");
    }

    private static void WriteLine(string name, string? value)
    {
        if (value is not null)
            Console.Out.WriteLine($"{name.PadRight(NameWidth)}{Failures.OneLine(value)}");
    }

    private static string DigestOf(StatementSubject subject)
    {
        var digest = subject.Digests.Values.FirstOrDefault() ?? "";
        return digest.Length > ShownDigits ? digest[..ShownDigits] : digest;
    }
}
