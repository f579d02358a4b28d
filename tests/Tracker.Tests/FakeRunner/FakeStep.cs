using System.Diagnostics;
using System.Globalization;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.FakeRunner;

/// <summary>Counts updates, saves checkpoints, and misbehaves as its options say.</summary>
internal static class FakeStep
{
    public static void Execute(StepContext context)
    {
        var options = context.Options<FakeOptions>();
        var checkpoint = Path.Combine(context.CheckpointFolder, "done");
        var first = File.Exists(checkpoint) ? int.Parse(File.ReadAllText(checkpoint), CultureInfo.InvariantCulture) : 0;
        Note(options.LogFile, $"{options.Label} {first}\n");
        Misbehave(options);
        for (var done = first + 1; done <= options.Updates; done++)
            Update(context, options, checkpoint, first, done);
        File.WriteAllText(context.Output(context.Spec.Kind switch
        {
            FakeCatalogue.Prepare => "data",
            FakeCatalogue.Train => "model",
            _ => "scores",
        }, "made.txt"), options.Label);
    }

    // Runners append at the same time, and .NET's append looks for the end before it writes: one at a time, else the
    // later one overwrites the earlier.
    private static void Note(string logFile, string line)
    {
        using var turn = TakeTurn(logFile + ".lock");
        File.AppendAllText(logFile, line);
    }

    private static FileStream TakeTurn(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(1);
            }
        }
    }

    private static void Update(StepContext context, FakeOptions options, string checkpoint, int first, int done)
    {
        Thread.Sleep(options.MillisecondsPerUpdate);
        var loss = options.Behaviour == Behaviour.Diverge ? double.NaN : 1.0 / done;
        context.Report(new StepProgress(done, options.Updates, "updates", new Dictionary<string, double>
        {
            ["loss"] = loss,
        }));
        if (options.Behaviour == Behaviour.CrashAlways)
            Process.GetCurrentProcess().Kill();
        // Written beside and moved, as the real runners do: a kill in the middle leaves the last one whole.
        File.WriteAllText(checkpoint + ".unfinished", done.ToString(CultureInfo.InvariantCulture));
        File.Move(checkpoint + ".unfinished", checkpoint, overwrite: true);
        if (CrashesAt(options, first, done))
            Process.GetCurrentProcess().Kill();
        if (context.Stop.IsCancellationRequested && options.Behaviour != Behaviour.IgnoreStop)
            throw new StepStoppedException();
    }

    private static bool CrashesAt(FakeOptions options, int first, int done) => options.Behaviour switch
    {
        Behaviour.CrashOften => done < options.Updates,
        Behaviour.CrashOnce => first == 0 && done == options.Updates / 2,
        _ => false,
    };

    private static void Misbehave(FakeOptions options)
    {
        switch (options.Behaviour)
        {
            case Behaviour.Error:
                throw new InvalidOperationException("the step is broken\nin two lines");
            case Behaviour.InvalidInput:
                throw new InputException("rows.jsonl", 3, "no prompt");
            case Behaviour.Garbage:
                Console.WriteLine("{\"type\":\"unheard-of\"}");
                Console.WriteLine("not a message");
                Environment.Exit(0);
                break;
        }
    }
}
