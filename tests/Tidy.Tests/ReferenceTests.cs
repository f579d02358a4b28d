using System.Xml.Linq;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Who may reference whom.</summary>
public sealed class ReferenceTests
{
    /// <summary>Library → libraries that it may reference.</summary>
    private static readonly Dictionary<string, string[]> AllowedForLibraries = new(StringComparer.Ordinal)
    {
        ["Contracts"] = [],
        ["Torch"] = [],
        ["Endpoints"] = [],
        ["Servers"] = [],
        ["Hosting"] = ["Servers"],
        ["Transformer"] = ["Torch"],
        ["Experiments"] = ["Contracts"],
        ["Methods"] = ["Transformer", "Experiments", "Endpoints"],
        ["Workers"] = ["Contracts", "Experiments"],
    };

    [Fact]
    public void Libraries_Always_ReferenceOnlyTheLibrariesBelowThem() =>
        Findings.AssertNone(
            from reference in References()
            where reference.From.StartsWith("libs/", StringComparison.Ordinal)
            where !AllowedForLibraries[Name(reference.From)].Any(allowed => reference.To == $"libs/{allowed}")
            select reference.ToString());

    [Fact]
    public void ServiceDefaults_Always_ReferencesOnlyLibraries() =>
        Findings.AssertNone(
            from reference in References()
            where reference.From == "ServiceDefaults" && !reference.To.StartsWith("libs/", StringComparison.Ordinal)
            select reference.ToString());

    [Fact]
    public void Runner_Always_ReferencesOnlyMethods() =>
        Findings.AssertNone(
            from reference in References()
            where reference.From == "services/runner" && reference.To != "libs/Methods"
            select reference.ToString());

    [Fact]
    public void Services_ReferencedBySomeone_AreReferencedOnlyByTheAppHostTheCommandLineAndTests()
    {
        string[] composers = ["AppHost", "services/w2s"];
        Findings.AssertNone(
            from reference in References()
            where reference.To.StartsWith("services/", StringComparison.Ordinal)
            where !composers.Contains(reference.From)
            where !reference.From.StartsWith("tests/", StringComparison.Ordinal)
            where !CarriesTheRunner(reference)
            select reference.ToString());
    }

    [Fact]
    public void Contracts_Always_ReferencesNoPackage() =>
        Assert.DoesNotContain(
            XDocument.Load(Repository.Absolute("libs/Contracts/Contracts.csproj")).Descendants(),
            element => element.Name.LocalName == "PackageReference");

    [Fact]
    public void Projects_Always_LeaveVersionsToTheCentralFile() =>
        Findings.AssertNone(
            from project in Projects()
            from package in XDocument.Load(Repository.Absolute(project)).Descendants("PackageReference")
            where package.Attribute("Version") is not null
            select $"{project} pins {package.Attribute("Include")?.Value} itself");

    /// <summary>
    /// Labeler and trainer start the runner as a process: its files lie beside theirs, wherever they are built or
    /// published to, and nothing of its code is theirs.
    /// </summary>
    private static bool CarriesTheRunner(Reference reference) =>
        reference.From is "services/labeler" or "services/trainer" && reference.To == "services/runner";

    private static IEnumerable<Reference> References() =>
        from project in Projects()
        let folder = Path.GetDirectoryName(project)!
        from element in XDocument.Load(Repository.Absolute(project)).Descendants("ProjectReference")
        let target = Path.GetFullPath(Path.Combine(Repository.Root, folder, element.Attribute("Include")!.Value))
        select new Reference(folder, Path.GetDirectoryName(Path.GetRelativePath(Repository.Root, target))!);

    private static IEnumerable<string> Projects() =>
        Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    private static string Name(string folder) => Path.GetFileName(folder);

    private sealed record Reference(string From, string To)
    {
        public override string ToString() => $"{From} must not reference {To}";
    }
}
