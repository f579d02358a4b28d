using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Live;

/// <summary>
/// Addresses that a browser was asked to show and has not told of yet: what is chosen meanwhile changes the last of
/// them, so that no choice takes back the one before.
/// </summary>
internal sealed class AskedAddresses
{
    // One for each page that is open in a browser, as long as that is.
    private static readonly ConditionalWeakTable<NavigationManager, AskedAddresses> All = [];

    private readonly Echoes _asked = new();

    // Any other address is one where a person went.
    private AskedAddresses(NavigationManager navigation) =>
        navigation.LocationChanged += (_, change) => _asked.Take(change.Location);

    /// <summary>What was asked for last; null: the browser is where it was asked to go.</summary>
    public string? Latest => _asked.Latest;

    public static AskedAddresses Of(NavigationManager navigation) =>
        All.GetValue(navigation, manager => new AskedAddresses(manager));

    public void Add(string address) => _asked.Add(address);
}
