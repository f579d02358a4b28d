using Microsoft.AspNetCore.Http.HttpResults;
using RabbitMQ.Client.Exceptions;
using WeakToStrong.Tracker.Api;

namespace WeakToStrong.Tracker.DeadLetters;

/// <summary>Dead letters over HTTP, within the group of the API.</summary>
public static class DeadLettersApi
{
    private const int DefaultShown = 10;

    /// <summary>What <see cref="MapDeadLetters"/> needs beside the bus.</summary>
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) =>
        services.AddSingleton<DeadLetterOffice>();

    public static IEndpointRouteBuilder MapDeadLetters(this IEndpointRouteBuilder api)
    {
        var letters = api.MapGroup("/dead-letters").WithTags("Dead letters");
        letters.MapGet("", ListAsync)
            .As("listDeadLetters", "Messages that no consumer could take, by queue, with the first of each", 503);
        letters.MapPost("/{queue}/replay", ReplayAsync)
            .As("replayDeadLetters", "Send a queue's messages, or one of them, to where they were meant for", 404, 503);
        letters.MapDelete("/{queue}", DiscardAsync)
            .As("discardDeadLetters", "Remove the messages of a queue, or one of them", 404, 503);
        return api;
    }

    private static Task<Results<Ok<DeadLetterList>, ProblemHttpResult>> ListAsync(
        DeadLetterOffice office, int? messages, CancellationToken cancellationToken) =>
        AnswerAsync(() => office.ListAsync(messages ?? DefaultShown, cancellationToken));

    private static Task<Results<Ok<DeadLetterCount>, ProblemHttpResult>> ReplayAsync(
        DeadLetterOffice office, string queue, string? messageId, CancellationToken cancellationToken) =>
        AnswerAsync(async () => new DeadLetterCount(await office.ReplayAsync(queue, messageId, cancellationToken)));

    private static Task<Results<Ok<DeadLetterCount>, ProblemHttpResult>> DiscardAsync(
        DeadLetterOffice office, string queue, string? messageId, CancellationToken cancellationToken) =>
        AnswerAsync(async () => new DeadLetterCount(await office.DiscardAsync(queue, messageId, cancellationToken)));

    private static async Task<Results<Ok<T>, ProblemHttpResult>> AnswerAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return TypedResults.Ok(await ask());
        }
        catch (NoSuchDeadLetterException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status404NotFound);
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or OperationInterruptedException)
        {
            return TypedResults.Problem(
                "the broker cannot be reached", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <summary>How many messages were replayed or discarded.</summary>
public sealed record DeadLetterCount(int MessageCount);
