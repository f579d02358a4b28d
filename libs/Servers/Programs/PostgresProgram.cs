namespace WeakToStrong.Servers.Programs;

/// <summary>PostgreSQL's programs on this machine. Debian keeps them off the path, one folder per version.</summary>
public static class PostgresProgram
{
    internal const string User = "postgres";

    /// <summary>
    /// The path of <c>postgres</c>, of the newest version; null where there is none with an initdb beside it.
    /// </summary>
    public static string? Find() => Find(new ProgramPlaces());

    internal static string? Find(ProgramPlaces places) =>
        places.NewestFirst("postgresql").Select(Program)
            .Concat(places.OnPath("postgres"))
            .FirstOrDefault(IsWhole);

    /// <summary>
    /// The folder with the programs for these data: of the version that made them, if it is still there.
    /// </summary>
    internal static string FolderFor(string dataFolder, ProgramPlaces places)
    {
        var version = Path.Combine(dataFolder, "PG_VERSION");
        var own = File.Exists(version)
            ? Program(Path.Combine(places.Libraries, "postgresql", File.ReadAllText(version).Trim()))
            : null;
        var program = own is not null && IsWhole(own) ? own : Find(places) ?? throw Missing();
        return Path.GetDirectoryName(program)!;
    }

    private static string Program(string versionFolder) => Path.Combine(versionFolder, "bin", "postgres");

    private static bool IsWhole(string program) =>
        File.Exists(program) && File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "initdb"));

    private static MissingServerException Missing() =>
        new("PostgreSQL is not on this machine: neither in /usr/lib/postgresql nor on PATH; " +
            "apt-get install postgresql");
}
