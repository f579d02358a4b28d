// Tests count the process's live tensors and set its deterministic mode: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
