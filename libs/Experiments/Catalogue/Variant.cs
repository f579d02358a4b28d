namespace WeakToStrong.Experiments.Catalogue;

/// <summary>
/// One choice of a family that the experiment file selects by name: method <c>dpo</c>, judge <c>world</c>, data
/// <c>files</c>. The keys beside the name bind to <see cref="OptionsType"/>.
/// </summary>
public sealed record Variant
{
    /// <summary>The family: <c>method</c>, <c>judge</c>, <c>data</c>.</summary>
    public required string Family { get; init; }

    public required string Name { get; init; }

    public required Type OptionsType { get; init; }

    /// <summary>What it is, one sentence, for the schema and for error messages.</summary>
    public required string Summary { get; init; }

    /// <summary>What the family's task needs to plan it, for instance a delegate that adds its steps.</summary>
    public required object Definition { get; init; }
}

/// <summary>
/// Marks the property of a file record that receives the options of a <see cref="Variant"/>: the record's
/// <paramref name="discriminator"/> key names the variant, and every key that the record itself does not have
/// belongs to the variant's options.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VariantOptionsAttribute(string family, string discriminator) : Attribute
{
    public string Family { get; } = family;

    public string Discriminator { get; } = discriminator;
}
