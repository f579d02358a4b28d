using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Experiments.Files;

/// <summary>One key of a record that a file binds to, with everything its attributes say.</summary>
internal sealed class KeyShape
{
    private static readonly NullabilityInfoContext Nullability = new();

    public KeyShape(PropertyInfo property)
    {
        Property = property;
        Key = NameOf(property.Name);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IsNullable = Type != property.PropertyType || IsNullableReference(property);
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        ItemType = ItemTypeOf(Type);
    }

    public PropertyInfo Property { get; }

    /// <summary>The key in the file: the property's name in snake case.</summary>
    public string Key { get; }

    /// <summary>The property's type without <c>Nullable</c>.</summary>
    public Type Type { get; }

    public bool IsNullable { get; }

    public bool IsRequired { get; }

    /// <summary>Type of a list's items; null when this is not a list.</summary>
    public Type? ItemType { get; }

    public string? Description => Property.GetCustomAttribute<DescriptionAttribute>()?.Description;

    public RangeAttribute? Range => Property.GetCustomAttribute<RangeAttribute>();

    public int? MinLength => Property.GetCustomAttribute<MinLengthAttribute>()?.Length;

    public int? MaxLength => Property.GetCustomAttribute<MaxLengthAttribute>()?.Length;

    public string? Pattern => Property.GetCustomAttribute<RegularExpressionAttribute>()?.Pattern;

    public InputPathAttribute? InputPath => Property.GetCustomAttribute<InputPathAttribute>();

    public bool HasDistinctItems => Property.IsDefined(typeof(DistinctItemsAttribute));

    public VariantOptionsAttribute? Variant => Property.GetCustomAttribute<VariantOptionsAttribute>();

    /// <summary>A property's or enum member's name as files write it.</summary>
    public static string NameOf(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    /// <summary>Whether values of the type are written as one word: numbers, texts, truth values, enums.</summary>
    public static bool IsScalar(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string);

    private static bool IsNullableReference(PropertyInfo property)
    {
        lock (Nullability)
            return Nullability.Create(property).WriteState == NullabilityState.Nullable;
    }

    private static Type? ItemTypeOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        return type.IsGenericType
            && type.GetGenericArguments() is [var item]
            && type.IsAssignableFrom(item.MakeArrayType())
            ? item
            : null;
    }
}

/// <summary>A record that a file binds to: its keys, and the one that receives a variant's options, if any.</summary>
internal sealed class RecordShape
{
    private RecordShape(Type type)
    {
        Type = type;
        var all = Properties(type).Select(property => new KeyShape(property)).ToArray();
        Keys = [.. all.Where(key => key.Variant is null)];
        VariantOptions = all.SingleOrDefault(key => key.Variant is not null);
        Discriminator = VariantOptions is null ? null : Find(VariantOptions.Variant!.Discriminator)
            ?? throw new InvalidOperationException($"{type.Name} has no key '{VariantOptions.Variant!.Discriminator}'");
    }

    public Type Type { get; }

    public IReadOnlyList<KeyShape> Keys { get; }

    public KeyShape? VariantOptions { get; }

    /// <summary>The key that names the variant.</summary>
    public KeyShape? Discriminator { get; }

    public static RecordShape Of(Type type) => new(type);

    public KeyShape? Find(string key) => Keys.FirstOrDefault(candidate => candidate.Key == key);

    /// <summary>A new record with the defaults its initialisers give; required members are still unset.</summary>
    public object New() =>
        Activator.CreateInstance(Type)
        ?? throw new InvalidOperationException($"{Type.Name} cannot be made without arguments");

    /// <summary>A copy, so that setting members of a shared default changes nothing for others.</summary>
    public object Copy(object record) =>
        Type.GetMethod("<Clone>$")?.Invoke(record, null)
        ?? throw new InvalidOperationException($"{Type.Name} is not a record");

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .OrderBy(property => Depth(property.DeclaringType))
            .ThenBy(property => property.MetadataToken);

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
}
