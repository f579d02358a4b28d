using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker;

namespace WeakToStrong.W2s;

/// <summary>Which store a command works on: --store, else W2S_STORE, else a folder of the user's own data.</summary>
internal static class StoreFolder
{
    public const string Variable = "W2S_STORE";

    public static string Resolve(string? option)
    {
        if (option is "")
            throw new InputException("--store", null, "is empty; give a folder");
        var chosen = option ?? Environment.GetEnvironmentVariable(Variable);
        var folder = Path.GetFullPath(string.IsNullOrEmpty(chosen) ? Default() : chosen);
        return File.Exists(folder)
            ? throw new InputException(folder, null, "is a file; a store is a folder, made where there is none")
            : folder;
    }

    /// <summary>Whether commands may change the store, or make it where it is not there.</summary>
    public static bool MayWrite(string folder) =>
        ArtifactStore.MayWrite(folder) && WriteAccess.To(new TrackerOptions { StoreRoot = folder }.DatabasePath);

    public static void RequireWritable(string folder)
    {
        if (!MayWrite(folder))
            throw new InputException(folder, null, Directory.Exists(folder)
                ? "may not be written; what only looks works with it: list, show, compare, plan, export"
                : "cannot be made there; give a --store that may be written");
    }

    /// <summary>
    /// What a command that is advised needs to come to the same store; begins with a blank unless nothing was typed.
    /// </summary>
    public static string Hint(string? option) => option is null ? "" : $" --store {ShellWord(option)}";

    private static string ShellWord(string text) =>
        text.All(IsPlain) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || "/._-+,:=@%".Contains(letter, StringComparison.Ordinal);

    private static string Default()
    {
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Path.Combine(data, "weak-to-strong")
            : throw new InputException("--store", null, $"there is no home folder; give --store DIR or set {Variable}");
    }
}
