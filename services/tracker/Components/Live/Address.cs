using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace WeakToStrong.Tracker.Components.Live;

/// <summary>
/// The view is its address: what a person chose stands in the query, so a link shows the same to anybody.
/// </summary>
public static class Address
{
    /// <summary>Changes parts of the query; null takes a part out. The browser's history gets no new entry.</summary>
    public static void Choose(this NavigationManager navigation, params (string Name, string? Value)[] choices)
    {
        var address = navigation.With(choices);
        AskedAddresses.Of(navigation).Add(address);
        navigation.NavigateTo(address, replace: true);
    }

    /// <summary>
    /// Changes a list in the query as somebody changed it where it is shown, maybe before an earlier choice is.
    /// </summary>
    /// <param name="shown">The list as the page shows it.</param>
    /// <param name="wanted">The same, changed.</param>
    /// <param name="choices">What else changes.</param>
    public static void ChooseList(
        this NavigationManager navigation, string name, IEnumerable<string> shown, IEnumerable<string> wanted,
        params (string Name, string? Value)[] choices)
    {
        var before = Split(Chosen(navigation.Latest(), name));
        var after = before.Except(shown.Except(wanted)).Union(wanted.Except(shown));
        navigation.Choose([(name, Join(after)), .. choices]);
    }

    /// <summary>The address of this page with parts of its query changed.</summary>
    public static string With(this NavigationManager navigation, params (string Name, string? Value)[] choices) =>
        navigation.GetUriWithQueryParameters(navigation.Latest(), choices.ToDictionary(
            choice => choice.Name,
            choice => (object?)(string.IsNullOrEmpty(choice.Value) ? null : choice.Value),
            StringComparer.Ordinal));

    /// <summary>
    /// What stands in an address under a name, or null. For components that come and go with a choice: those that the
    /// framework supplies from the query may not appear while the address changes.
    /// </summary>
    public static string? Chosen(string address, string name) =>
        QueryHelpers.ParseQuery(new Uri(address).Query).TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>Several values as one: 3f2a~91bc. Ids and names have no such sign.</summary>
    public static string? Join(IEnumerable<string> values)
    {
        var joined = string.Join('~', values);
        return joined.Length > 0 ? joined : null;
    }

    public static IReadOnlyList<string> Split(string? joined) =>
        joined?.Split('~', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string Latest(this NavigationManager navigation) =>
        AskedAddresses.Of(navigation).Latest ?? navigation.Uri;
}
