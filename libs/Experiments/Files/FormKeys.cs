namespace WeakToStrong.Experiments.Files;

/// <summary>What a form asks for one key.</summary>
public enum FormKind
{
    Text,

    /// <summary>A file or a folder.</summary>
    Path,

    /// <summary>A number, whole or not.</summary>
    Number,

    /// <summary>One of <see cref="FormKey.Choices"/>.</summary>
    Choice,

    /// <summary>Several values of one kind.</summary>
    Values,

    /// <summary>A mapping with keys of its own.</summary>
    Record,

    /// <summary>A list of such mappings.</summary>
    Records,
}

/// <summary>One key that an experiment file may have.</summary>
public sealed record FormKey
{
    public required string Key { get; init; }

    public required FormKind Kind { get; init; }

    public string? Description { get; init; }

    public required bool IsRequired { get; init; }

    /// <summary>What holds where the key is not written, as it would be written; null where that is nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The allowed range in words; null where there is none.</summary>
    public string? Range { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Of a record, and of each item of records.</summary>
    public FormRecord? Record { get; init; }

    /// <summary>The key as people say it: learning rate.</summary>
    public string Title => Key.Replace('_', ' ');
}

/// <summary>The keys of a mapping; where it names a variant, that one's are among them.</summary>
public sealed record FormRecord
{
    /// <summary>Keys whatever the variant.</summary>
    public required IReadOnlyList<FormKey> Keys { get; init; }

    /// <summary>The key that names the variant; null where there are none.</summary>
    public string? Discriminator { get; init; }

    public IReadOnlyList<FormVariant> Variants { get; init; } = [];

    /// <summary>The keys that it has with this variant; its own alone without one.</summary>
    public IReadOnlyList<FormKey> KeysWith(string? variant) =>
        [.. Keys, .. Variants.FirstOrDefault(known => known.Name == variant)?.Keys ?? []];
}

/// <summary>One choice of a family, with the keys that come with it.</summary>
public sealed record FormVariant(string Name, string Summary, IReadOnlyList<FormKey> Keys);
