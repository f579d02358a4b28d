using System.Text.RegularExpressions;

namespace WeakToStrong.Tidy.Tests;

/// <summary>The folder tree is the architecture.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] RootFolders =
        [".ci", ".github", "AppHost", "ServiceDefaults", "experiments", "libs", "services", "tests"];

    private static readonly string[] Libraries =
    [
        "Contracts", "Endpoints", "Experiments", "Hosting", "Methods", "Servers", "Torch", "Transformer", "Workers",
    ];

    private static readonly string[] Services = ["labeler", "runner", "tracker", "trainer", "w2s"];

    [Fact]
    public void Folders_OfRootLibsAndServices_AreTheKnownOnes()
    {
        var strangers = Children("").Except(RootFolders)
            .Concat(Children("libs").Except(Libraries).Select(folder => $"libs/{folder}"))
            .Concat(Children("services").Except(Services).Select(folder => $"services/{folder}"));

        Findings.AssertNone(strangers.Select(folder => $"{folder}/ is not a part of the architecture"));
    }

    [Fact]
    public void TestProjects_Always_TestALibraryOrAService()
    {
        var tested = Libraries.Concat(Services).Append("AppHost").Append("Tidy")
            .Select(name => $"{name}.Tests")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        Findings.AssertNone(Children("tests").Where(name => !tested.Contains(name))
            .Select(name => $"tests/{name} tests nothing that exists"));
    }

    [Fact]
    public void Projects_Always_AreInTheSolutionAndNothingElseIs()
    {
        var listed = ProjectInSolution().Matches(Repository.Read("WeakToStrong.sln"))
            .Select(match => match.Groups[1].Value.Replace('\\', '/'))
            .ToHashSet(StringComparer.Ordinal);
        var present = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);

        Findings.AssertNone(present.Except(listed).Select(file => $"{file} is not in WeakToStrong.sln")
            .Concat(listed.Except(present).Select(file => $"WeakToStrong.sln names {file}, which is not there")));
    }

    [Fact]
    public void Experiments_Always_HaveAFileAndAReadme()
    {
        string[] needed = ["experiment.yaml", "README.md"];
        Findings.AssertNone(
            from folder in Children("experiments")
            from file in needed
            where !Repository.Exists($"experiments/{folder}/{file}")
            select $"experiments/{folder}/ has no {file}");
    }

    [Fact]
    public void FileNames_Always_HaveNoSpaces() =>
        Findings.AssertNone(Repository.Files.Where(file => file.Any(char.IsWhiteSpace)));

    [Fact]
    public void RootFiles_EveryProjectHas_AreThere()
    {
        string[] needed = ["README.md", "DECISIONS.md", "LICENSE", "w2s", ".ci/run", "global.json", ".editorconfig"];
        Findings.AssertNone(needed.Where(file => !Repository.Exists(file)).Select(file => $"{file} is missing"));
    }

    private static IEnumerable<string> Children(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return Repository.Files
            .Where(file => file.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => file[prefix.Length..].Split('/'))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0])
            .Distinct();
    }

    [GeneratedRegex("""
        "([^"]+\.csproj)"
        """)]
    private static partial Regex ProjectInSolution();
}
