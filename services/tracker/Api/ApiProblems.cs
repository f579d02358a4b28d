using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Api.Events;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>What is wrong with a request, RFC 9457, with everything that is wrong with its input.</summary>
public sealed class ApiProblem : ProblemDetails
{
    /// <summary>One for everything that is wrong with an experiment, as the command line prints them.</summary>
    public IReadOnlyList<InputProblem>? Problems { get; init; }

    /// <summary>Where a search is wrong.</summary>
    public SearchProblem? Search { get; init; }

    /// <summary>Ids that the given beginning fits.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }
}

/// <summary>
/// Makes problems of the exceptions that are answers; the others stay errors, whose details are logged.
/// </summary>
internal sealed class ApiExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    // A few lines of an experiment can be wrong in a hundred thousand places.
    private const int MaxProblems = 100;

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ProblemOf(exception) is not { } problem)
            return false;
        httpContext.Response.StatusCode = problem.Status!.Value;
        if (exception is TooManyStreamsException)
            httpContext.Response.Headers.RetryAfter = TooManyStreamsException.RetrySeconds;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext, ProblemDetails = problem, Exception = exception,
        });
    }

    private static ApiProblem? ProblemOf(Exception exception) => exception switch
    {
        InputException input => new ApiProblem
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The input is wrong",
            Detail = OneLine(input.Problems[0].ToString()),
            Problems = Shown(input.Problems),
        },
        SearchException wrong => new ApiProblem
        {
            Status = StatusCodes.Status400BadRequest, Detail = OneLine(wrong.Message), Search = wrong.Problem,
        },
        AmbiguousRunException ambiguous => new ApiProblem
        {
            Status = StatusCodes.Status409Conflict, Detail = ambiguous.Message, Candidates = ambiguous.Candidates,
        },
        BadHttpRequestException bad => Of(bad.StatusCode, RequestFaults.Of(bad)),
        NotThereException or ArtifactNotFoundException => Of(StatusCodes.Status404NotFound, exception.Message),
        RunException => Of(StatusCodes.Status409Conflict, exception.Message),
        TooManyStreamsException => Of(StatusCodes.Status429TooManyRequests, exception.Message),
        StorageFullException => Of(StatusCodes.Status507InsufficientStorage, exception.Message),
        ArtifactDamagedException or InvalidDataException
            => Of(StatusCodes.Status500InternalServerError, exception.Message),
        _ => null,
    };

    private static ApiProblem Of(int status, string detail) => new() { Status = status, Detail = OneLine(detail) };

    private static IReadOnlyList<InputProblem> Shown(IReadOnlyList<InputProblem> problems) =>
        problems.Count <= MaxProblems
            ? problems
            :
            [
                .. problems.Take(MaxProblems),
                new InputProblem(problems[0].File, null, $"and {problems.Count - MaxProblems} more problems"),
            ];

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
