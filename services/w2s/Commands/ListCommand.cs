using System.CommandLine;
using System.CommandLine.Parsing;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>list</c>: the runs, newest first.</summary>
internal static class ListCommand
{
    private const int DefaultLimit = 1000;

    public static Command Create()
    {
        var search = Search();
        var status = Status();
        var name = new Option<string?>("--name")
        {
            Description = "Only runs of this name; 'quick*' and '*start*' stand for names that begin so or contain it",
            HelpName = "NAME",
        };
        var limit = SharedOptions.WithRange(1, 1_000_000, new Option<int>("--limit")
        {
            Description = "Show at most so many runs",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLimit,
        });
        var source = new SourceOptions();
        var json = SharedOptions.Json();
        var command = new Command("list", "List the runs, newest first") { search, status, name, limit };
        source.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            var filter = new RunFilter
            {
                Statuses = parsed.GetValue(status) ?? [],
                Name = parsed.GetValue(name),
                Search = parsed.GetValue(search),
            };
            await using var runs = source.Open(parsed);
            var page = await runs.ListAsync(filter, parsed.GetValue(limit), stop);
            Write(page, runs, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string?> Search()
    {
        var search = new Argument<string?>("search")
        {
            Description = "Only runs that it finds: 'method = \"dpo\" and beta >= 0.1 or pgr.mean > 0.3'; "
                + "a word alone is a part of the name",
            Arity = ArgumentArity.ZeroOrOne,
        };
        search.Validators.Add(result =>
        {
            // What looks like an option is a slip of the finger, not something to look for.
            if (result.Tokens is [{ Value: ['-', ..] and var word }])
                result.AddError($"there is no option {word}; './w2s list --help' shows those there are");
        });
        return search;
    }

    private static void Write(RunPage page, RunSource source, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(page.Runs);
        else if (page.Runs.Count == 0)
            Console.Out.WriteLine($"no such runs in {source.Name}");
        else
            RunTables.WriteList(Terminal.Out, page.Runs);
        if (page.TotalCount > page.Runs.Count)
            Console.Error.WriteLine(
                $"w2s: these are the newest {page.Runs.Count} of {page.TotalCount}; --limit N shows more");
        if (source.AdviceOn(page.Runs) is { } advice)
            Console.Error.WriteLine($"w2s: {advice}");
    }

    private static Option<ShownStatus[]> Status() => new("--status")
    {
        Description = $"Only runs that are one of {ShownStatuses.Words}",
        HelpName = "STATUS",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => Parse(token.Value, result)).OfType<ShownStatus>()],
    };

    private static ShownStatus? Parse(string word, ArgumentResult result)
    {
        var status = ShownStatuses.Find(word);
        if (status is null)
            result.AddError($"--status is '{word}'; allowed: {ShownStatuses.Words}");
        return status;
    }
}
