using System.Net;
using System.Text.Json;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Api;

namespace WeakToStrong.W2s.Remote;

/// <summary>A tracker could not be asked, or refused; one line for people.</summary>
internal sealed class ServerException(string message, int exitCode, bool isPassing) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>True for what another attempt may find otherwise.</summary>
    public bool IsPassing { get; } = isPassing;

    public static ServerException Unreachable(ServerAddress server, Exception cause) =>
        new($"{server.Name} cannot be reached: {Innermost(cause)}", W2s.ExitCode.Failed, isPassing: true);

    /// <summary>
    /// What the answer says is wrong: with the input as the command line says it of its own, else one line.
    /// </summary>
    public static async Task<Exception> OfAsync(
        ServerAddress server, HttpResponseMessage response, CancellationToken stop)
    {
        var problem = await ReadAsync(response, stop);
        if (problem?.Problems is { Count: > 0 } problems)
            return new InputException(problems);
        if (problem?.Search is { } search)
            return new SearchException(search);
        var said = problem?.Detail ?? problem?.Title ?? response.ReasonPhrase;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new ServerException(
                $"{server.Name} wants a token: set {ServerAddress.TokenVariable} to the one that its host shows",
                W2s.ExitCode.Failed, isPassing: false),
            // Of these, as of our own, the command was wrong about a run.
            HttpStatusCode.NotFound or HttpStatusCode.Conflict when problem?.Detail is not null =>
                new ServerException(problem.Detail, W2s.ExitCode.WrongInput, isPassing: false),
            var status => new ServerException(
                $"{server.Name} answers {(int)status}: {said}", W2s.ExitCode.Failed,
                (int)status >= 500 || status == HttpStatusCode.TooManyRequests),
        };
    }

    /// <summary>Null when the answer is not one of a tracker.</summary>
    private static async Task<ApiProblem?> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json")
            return null;
        try
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(stop);
            return JsonSerializer.Deserialize<ApiProblem>(bytes, ApiJson.Serializer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Innermost(Exception cause) =>
        Failures.OneLine(
            (cause is AggregateException or HttpRequestException ? cause.GetBaseException() : cause).Message);
}
