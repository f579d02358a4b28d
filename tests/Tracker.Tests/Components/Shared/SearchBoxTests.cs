using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Tests.Components.Shared;

public sealed class SearchBoxTests : BunitContext
{
    public SearchBoxTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void Problem_OfASearch_IsTiedToItsBox()
    {
        var problem = new SearchProblem { Text = "beta >", Position = 6, Length = 0, Message = "a number is missing" };

        var box = Render<SearchBox>(parameters => parameters
            .Add(view => view.Label, "Filter").Add(view => view.Problem, problem));

        var input = box.Find("input");
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal(box.Find("[role=alert]").Id, input.GetAttribute("aria-describedby"));
    }

    [Fact]
    public void Box_WithoutAProblem_IsDescribedByNothing()
    {
        var box = Render<SearchBox>(parameters => parameters.Add(view => view.Label, "Filter"));

        Assert.False(box.Find("input").HasAttribute("aria-describedby"));
    }
}
