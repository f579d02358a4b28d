using MassTransit;
using WeakToStrong.Contracts;

namespace WeakToStrong.Workers;

/// <summary>Hands a step to the worker and is done: nothing stays unacknowledged while it runs.</summary>
public sealed class RunStepConsumer(Worker worker) : IConsumer<RunStep>
{
    public Task Consume(ConsumeContext<RunStep> context) => worker.AcceptAsync(context.Message);
}
