namespace WeakToStrong.Experiments.Files;

/// <summary>
/// A path in an experiment file. Relative paths start at the file's own folder (in an override, at the current
/// folder); the bound value is absolute, and what it names must be there.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputPathAttribute : Attribute
{
    /// <summary>True for a folder, false for a file.</summary>
    public bool IsFolder { get; init; }
}

/// <summary>A list in an experiment file in which nothing may stand twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DistinctItemsAttribute : Attribute;
