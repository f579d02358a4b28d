namespace WeakToStrong.Endpoints;

/// <summary>The key of an endpoint, which stands in the environment and nowhere else.</summary>
public static class EndpointKey
{
    /// <summary>Where it stands when nothing else is said.</summary>
    public const string DefaultVariable = "OPENAI_API_KEY";

    /// <summary>The key in that variable; null when it is empty.</summary>
    /// <exception cref="EndpointException">It cannot be a key. It is not in the message.</exception>
    public static string? Read(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } key)
            return null;
        return key.All(letter => letter is > ' ' and <= '~')
            ? key
            : throw new EndpointException($"{variable} has blanks or letters that no key has");
    }
}
