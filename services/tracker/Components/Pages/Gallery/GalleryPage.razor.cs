using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Gallery;

/// <summary>For those who build pages, and for the tests that look at them; only in development.</summary>
public sealed partial class GalleryPage(NavigationManager navigation, IHostEnvironment environment)
{
    private static readonly TabItem[] Sections =
        [new("basics", "Basics"), new("tables", "Tables", 3), new("charts", "Charts"), new("forms", "Forms")];

    [SupplyParameterFromQuery(Name = "section")]
    private string? Chosen { get; set; }

    private string Section => Sections.Any(section => section.Id == Chosen) ? Chosen! : Sections[0].Id;

    protected override void OnInitialized()
    {
        if (!environment.IsDevelopment())
            navigation.NotFound();
    }

    private void Choose(string section) => navigation.Choose(("section", section));
}
