using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Publishing.Model;

/// <summary>The value of a variable: texts, and between them settings that only the operator knows.</summary>
internal sealed record PublishedValue(IReadOnlyList<ValuePart> Parts)
{
    public IEnumerable<PublishedSetting> Settings => Parts.OfType<SettingPart>().Select(part => part.Setting);

    /// <summary>Joins the parts in the form of one kind of manifest.</summary>
    public string Text(Func<string, string> text, Func<PublishedSetting, string> setting) =>
        string.Concat(Parts.Select(part => part switch
        {
            TextPart literal => text(literal.Text),
            SettingPart reference => setting(reference.Setting),
            _ => throw new InvalidOperationException($"{part} has no form"),
        }));

    public static PublishedValue Of(string text) => new([new TextPart(text)]);
}

/// <summary>A piece of a value.</summary>
internal abstract record ValuePart;

/// <summary>The same everywhere.</summary>
internal sealed record TextPart(string Text) : ValuePart;

/// <summary>Given by the operator, and in no manifest.</summary>
internal sealed record SettingPart(PublishedSetting Setting) : ValuePart;

/// <summary>A parameter of the application: a password, a token, or the address of a server elsewhere.</summary>
internal sealed record PublishedSetting(ParameterResource Parameter)
{
    private const string Prefix = "W2S_";

    /// <summary>What environments call it. Another program's variable of the same name would come first.</summary>
    public string Name { get; } = Prefix + Parameter.Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>A new value, where it is one to be made up.</summary>
    public string? Generate() => (Parameter.Default as GenerateParameterDefault)?.GetDefaultValue();
}
