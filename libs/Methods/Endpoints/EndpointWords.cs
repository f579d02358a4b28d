using System.ComponentModel.DataAnnotations;
using WeakToStrong.Endpoints;

namespace WeakToStrong.Methods.Endpoints;

/// <summary>What an experiment file may say of an endpoint.</summary>
internal static class EndpointWords
{
    /// <summary>
    /// Names of variables with keys. Whoever launches an experiment names one, and must not get at other secrets.
    /// </summary>
    public const string KeyVariables = "[A-Z0-9_]{1,60}_API_KEY";

    public static IEnumerable<ValidationResult> Check(string? address)
    {
        if (address is not null && EndpointAddress.TryParse(address) is null)
            yield return new ValidationResult(
                $"'{address}' is not allowed; allowed is {EndpointAddress.Allowed}", ["endpoint"]);
    }
}
