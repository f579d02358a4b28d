using Spectre.Console;
using WeakToStrong.Experiments.Attestation;

namespace WeakToStrong.W2s.Display;

/// <summary>What was verified, as a small table.</summary>
internal static class VerificationView
{
    private const int ShownSubjects = 10;
    private const int ShownDigits = 16;

    public static void Write(IAnsiConsole console, Verification verified)
    {
        var table = Tables.Make("Verified", "");
        AddRow(table, "File", verified.File);
        AddRow(table, "States", $"{verified.States} ({verified.PredicateType})");
        AddRow(table, "Run", verified.Run is { } run ? $"{verified.Name} {run}" : null);
        AddRow(table, "Verdict", verified.Verdict);
        AddRow(table, "Level", verified.Level);
        AddRow(table, "Says", verified.Summary);
        AddRow(table, "Model", verified.Model is { } model ? $"{model}: every file is the one that was signed" : null);
        foreach (var (index, subject) in verified.Subjects.Take(ShownSubjects).Index())
            AddRow(table, index == 0 ? "Subjects" : "", $"{DigestOf(subject)} {subject.Name}");
        if (verified.Subjects.Count > ShownSubjects)
            AddRow(table, "", $"and {verified.Subjects.Count - ShownSubjects} more");
        AddRow(table, "Key", $"{verified.KeyId[..ShownDigits]} ({(verified.IsOwnKey ? "this machine's" : "as given")})");
        console.Write(table);
    }

    private static void AddRow(Table table, string name, string? value)
    {
        if (value is not null)
            table.AddRow(new Text(name), new Text(value));
    }

    private static string DigestOf(StatementSubject subject)
    {
        var digest = subject.Digests.Values.FirstOrDefault() ?? "";
        return digest.Length > ShownDigits ? digest[..ShownDigits] : digest;
    }
}
