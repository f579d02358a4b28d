using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Why something did not work, in a reader's words.</summary>
public sealed record Problem(string Title, string? Reason, string? Advice = null, string? Details = null)
{
    public static Problem Of(Exception exception) => exception switch
    {
        RunNotFoundException => new("There is no such run", exception.Message, "It may have been removed."),
        RunException => new("That cannot be done", OneLine(exception)),
        InputException input => new("The input is wrong", Lines(input)),
        DbException or DbUpdateException => new(
            "The database does not answer",
            OneLine(exception),
            "This page goes on by itself once it does. The System page and the services' logs say more."),
        IOException or UnauthorizedAccessException => new(
            "The store cannot be read", OneLine(exception), "Check its folder, its owner and the disk's free space."),
        _ => new("This page could not be loaded", OneLine(exception), "The tracker's log has the details."),
    };

    private static string Lines(InputException input) =>
        string.Join(" · ", input.Problems.Select(problem => problem.ToString()));

    private static string OneLine(Exception exception) => exception.GetBaseException().Message.ReplaceLineEndings(" ");
}
