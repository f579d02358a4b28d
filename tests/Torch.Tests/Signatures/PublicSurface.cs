using System.Globalization;
using System.Reflection;

namespace WeakToStrong.Torch.Tests.Signatures;

/// <summary>The public members of a type of ours, as signatures.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "IntPtr",
    };

    internal static IEnumerable<Signature> Of(Type type)
    {
        foreach (var constructor in type.GetConstructors(Declared))
            yield return Method(type, constructor, false, type.Name, "new");
        foreach (var property in type.GetProperties(Declared))
            yield return Property(type, property);
        foreach (var method in type.GetMethods(Declared).Where(method => !IsAccessor(method) && !IsObject(method)))
            yield return Method(type, method, method.IsStatic, Text(method.ReturnType), NameOf(method));
    }

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsObject(MethodInfo method) => method.GetBaseDefinition().DeclaringType == typeof(object);

    private static Signature Property(Type type, PropertyInfo property)
    {
        var accessor = property.GetAccessors()[0];
        var parameters = property.GetIndexParameters();
        return new Signature(type.Name.Split('`')[0], accessor.IsStatic, Text(property.PropertyType),
            parameters.Length == 0 ? property.Name : "this")
        {
            Parameters = parameters.Length == 0 ? null : [.. parameters.Select(Parameter)],
        };
    }

    private static Signature Method(Type type, MethodBase method, bool isStatic, string returns, string name) =>
        new(type.Name.Split('`')[0], isStatic, returns, name)
        {
            Parameters = [.. method.GetParameters().Select(Parameter)],
        };

    private static Signature.Parameter Parameter(ParameterInfo parameter) => new(
        parameter.IsDefined(typeof(ParamArrayAttribute)), Text(parameter.ParameterType), parameter.Name!,
        parameter.HasDefaultValue ? Default(parameter) : null);

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        float number => Signature.Normal(number.ToString("R", CultureInfo.InvariantCulture)),
        Enum name => name.ToString(),
        IFormattable number when parameter.ParameterType.IsEnum =>
            Enum.ToObject(parameter.ParameterType, number).ToString()!,
        IFormattable number => Signature.Normal(number.ToString(null, CultureInfo.InvariantCulture)),
        var other => other.ToString()!,
    };

    private static string NameOf(MethodInfo method) => method.Name switch
    {
        "op_Addition" => "operator +",
        "op_Subtraction" => "operator -",
        "op_UnaryNegation" => "operator -",
        "op_Multiply" => "operator *",
        "op_Division" => "operator /",
        "op_Modulus" => "operator %",
        "op_BitwiseAnd" => "operator &",
        "op_BitwiseOr" => "operator |",
        "op_ExclusiveOr" => "operator ^",
        "op_OnesComplement" => "operator ~",
        "op_Implicit" => "operator implicit",
        var name => name,
    };

    private static string Text(Type type)
    {
        if (type.IsArray) return $"{Text(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Text(value)}?";
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (!type.IsGenericType) return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Text));
        return type.Name.StartsWith("ValueTuple", StringComparison.Ordinal)
            ? $"({arguments})"
            : $"{type.Name.Split('`')[0]}<{arguments}>";
    }
}
