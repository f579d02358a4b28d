using MassTransit;
using WeakToStrong.Contracts;

namespace WeakToStrong.Workers;

/// <summary>Passes on the request to stop an attempt.</summary>
public sealed class StopStepConsumer(Worker worker) : IConsumer<StopStep>
{
    public Task Consume(ConsumeContext<StopStep> context)
    {
        worker.RequestStop(context.Message.AttemptId);
        return Task.CompletedTask;
    }
}
