using System.Reflection;

namespace WeakToStrong.Tidy.Tests;

/// <summary>The working tree under test, without what builds and runs leave behind.</summary>
internal static class Repository
{
    private static readonly string[] Ignored =
        [".git", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules", "store"];

    /// <summary>Absolute path of the folder that holds the solution.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Every file, relative to the root, with '/', sorted.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Sources(params string[] folders) =>
        Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && IsUnder(file, folders));

    public static string Absolute(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(Absolute(file));

    public static bool Exists(string path) => Path.Exists(Absolute(path));

    private static bool IsUnder(string file, string[] folders) =>
        folders.Length == 0 || folders.Any(folder => file.StartsWith(folder + "/", StringComparison.Ordinal));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.GetFiles(folder).Concat(Directory.GetDirectories(folder)
            .Where(child => !Ignored.Contains(Path.GetFileName(child)))
            .SelectMany(Walk));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
