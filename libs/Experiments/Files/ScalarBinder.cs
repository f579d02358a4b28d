using System.Globalization;
using System.Text.RegularExpressions;

namespace WeakToStrong.Experiments.Files;

/// <summary>Turns one word of a file into a number, a truth value, an enum member or a text.</summary>
internal static partial class ScalarBinder
{
    /// <summary>The value, or null with what would have been allowed.</summary>
    public static object? Bind(Type type, ScalarNode node, out string allowed)
    {
        allowed = AllowedFor(type);
        if (type == typeof(string))
            return node.Text;
        if (type.IsEnum)
            return BindEnum(type, node.Text);
        if (!node.IsPlain)
            return null;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => BindBool(node.Text),
            TypeCode.Int32 => WholeNumber().IsMatch(node.Text)
                && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number : null,
            TypeCode.Int64 => WholeNumber().IsMatch(node.Text)
                && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number : null,
            TypeCode.Double => BindDouble(node.Text),
            _ => throw new InvalidOperationException($"experiment files have no values of type {type.Name}"),
        };
    }

    public static IEnumerable<string> EnumNames(Type type) => Enum.GetNames(type).Select(KeyShape.NameOf);

    private static string AllowedFor(Type type)
    {
        if (type.IsEnum)
            return Wording.List(EnumNames(type));
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 => "a whole number of at most 32 bits",
            TypeCode.Int64 => "a whole number of at most 64 bits",
            TypeCode.Double => "a number",
            _ => "a text",
        };
    }

    private static object? BindEnum(Type type, string text)
    {
        var name = Enum.GetNames(type).FirstOrDefault(member => KeyShape.NameOf(member) == text);
        return name is null ? null : Enum.Parse(type, name);
    }

    private static bool? BindBool(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    private static double? BindDouble(string text) =>
        DecimalNumber().IsMatch(text)
        && double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is var value && double.IsFinite(value)
            ? value
            : null;

    [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex DecimalNumber();
}
