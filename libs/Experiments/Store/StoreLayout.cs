using System.Globalization;
using System.Text.RegularExpressions;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Store;

/// <summary>Where everything lies below the store's root. Names are checked here, so no path leaves the root.</summary>
internal sealed partial class StoreLayout(string root)
{
    private const string LockSuffix = ".lock";

    public string Root { get; } = root;

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string Steps => Path.Combine(Root, "steps");

    public string WorkFolders => Path.Combine(Root, "work");

    public string Runs => Path.Combine(Root, "runs");

    public string Findings => Path.Combine(Root, "findings");

    /// <summary>What is on its way out: nothing here is referred to by anything.</summary>
    public string Trash => Path.Combine(Root, "trash");

    public string Logs => Path.Combine(Root, "logs");

    public string StoreLock => Path.Combine(Root, "store" + LockSuffix);

    public string TrashLock => Path.Combine(Root, "trash" + LockSuffix);

    public IEnumerable<string> Folders => [Artifacts, Steps, WorkFolders, Runs, Findings, Trash];

    public string Artifact(string digest) => Path.Combine(Artifacts, Checked(digest));

    public string StepFile(string key) => Path.Combine(Steps, Checked(key) + ".json");

    public string Work(string key) => Path.Combine(WorkFolders, Checked(key));

    public string StepLogs(string key) => Path.Combine(Logs, Checked(key));

    public string AttemptLog(string key, int number) =>
        Path.Combine(StepLogs(key), number.ToString(CultureInfo.InvariantCulture));

    public static string LockOf(string workFolder) => workFolder + LockSuffix;

    public static bool IsLock(string path) => path.EndsWith(LockSuffix, StringComparison.Ordinal);

    /// <summary>The step key a work folder or step file is named after.</summary>
    public static string KeyOf(string path) => Path.GetFileNameWithoutExtension(path);

    public string DivergenceFile(string key, string secondDigest) =>
        Path.Combine(Findings, $"divergence-{Checked(key)}-{Checked(secondDigest)[..16]}.json");

    public string ConflictFile(string key, long index) =>
        Path.Combine(Findings, string.Create(CultureInfo.InvariantCulture, $"ledger-{Checked(key)}-{index}.json"));

    public string Run(string id) =>
        RunId().IsMatch(id)
            ? Path.Combine(Runs, id)
            : throw new ArgumentException($"'{id}' is not a run's id; allowed are letters, digits, '-', '_' and '.'");

    /// <summary>Throws unless the name can be a folder inside the work folder.</summary>
    public static void CheckOutputName(string name)
    {
        if (!OutputName().IsMatch(name))
            throw new ArgumentException($"'{name}' is not an output's name; allowed are a-z, 0-9, '-' and '_'");
    }

    private static string Checked(string digest) =>
        Digests.IsDigest(digest) ? digest : throw new ArgumentException($"'{digest}' is not a SHA-256 digest");

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex RunId();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z")]
    private static partial Regex OutputName();
}
