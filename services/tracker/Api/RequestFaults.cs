using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace WeakToStrong.Tracker.Api;

/// <summary>
/// What is wrong with a request that never reached its endpoint, in the words of those who sent it: the framework
/// speaks of types and parameters of this code.
/// </summary>
internal static partial class RequestFaults
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["int"] = "a whole number", ["long"] = "a whole number", ["double"] = "a number",
        ["bool"] = "true or false", ["DateTimeOffset"] = "a time such as 2026-01-31T12:00:00Z",
        ["Guid"] = "an id of 32 hexadecimal digits",
    };

    public static string Of(BadHttpRequestException bad) =>
        bad.InnerException is JsonException json ? OfBody(json) : OfParameter(bad.Message);

    /// <summary>What a status means that the server answers with by itself; null where nothing need be said.</summary>
    public static string? OfStatus(int status, HttpContext http) => status switch
    {
        StatusCodes.Status404NotFound => "there is nothing at this address",
        StatusCodes.Status405MethodNotAllowed => $"allowed here: {http.Response.Headers.Allow}",
        StatusCodes.Status413PayloadTooLarge =>
            http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } bytes
                ? $"the body is too large; allowed are {bytes} bytes"
                : null,
        _ => null,
    };

    private static string OfParameter(string message)
    {
        if (NoBody().IsMatch(message))
            return "the body is missing; it must be JSON";
        if (Missing().Match(message) is { Success: true } missing)
            return $"{NameIn(missing)} is missing";
        if (Unbound().Match(message) is not { Success: true } unbound)
            return message;
        var allowed = Kinds.GetValueOrDefault(unbound.Groups["kind"].Value, "what /openapi/v1.json says");
        return $"{NameIn(unbound)} is '{unbound.Groups["value"].Value}'; allowed is {allowed}";
    }

    private static string OfBody(JsonException json)
    {
        var message = Place().Replace(json.Message, "");
        if (Required().Match(message) is { Success: true } required)
            return $"the body lacks {required.Groups["names"].Value}{At(json)}";
        if (Unknown().Match(message) is { Success: true } unknown)
            return $"the body has an unknown key '{unknown.Groups["name"].Value}'{At(json)}";
        return Unfit().IsMatch(message)
            ? $"the body has a value of the wrong kind{At(json)}; /openapi/v1.json says what is allowed"
            : $"the body cannot be read as JSON{At(json)}: {message}";
    }

    private static string NameIn(Match match) => JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value);

    private static string At(JsonException json) =>
        json.Path is null or "$" ? $", line {(json.LineNumber ?? 0) + 1}" : $" at {json.Path}";

    [GeneratedRegex("^Implicit body inferred for parameter ")]
    private static partial Regex NoBody();

    [GeneratedRegex("^Required parameter \".+ (?<name>\\S+)\" was not provided from ")]
    private static partial Regex Missing();

    [GeneratedRegex(
        "^Failed to bind parameter \"(Nullable<)?(?<kind>[^>]+)>? (?<name>\\S+)\" from \"(?<value>.*)\"\\.$")]
    private static partial Regex Unbound();

    [GeneratedRegex(" Path: .*$")]
    private static partial Regex Place();

    [GeneratedRegex("was missing required properties including: (?<names>.+)\\.$")]
    private static partial Regex Required();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped ")]
    private static partial Regex Unknown();

    [GeneratedRegex("^The JSON value could not be converted ")]
    private static partial Regex Unfit();
}
