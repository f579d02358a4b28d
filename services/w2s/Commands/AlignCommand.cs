using System.CommandLine;
using WeakToStrong.Endpoints;
using WeakToStrong.Experiments;
using WeakToStrong.Labeler.Alignment;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>align</c>: an OpenAI-compatible server that corrects what another one answers.</summary>
internal static class AlignCommand
{
    private const int DefaultPort = 5081;

    public static Command Create()
    {
        var limits = new AlignLimits();
        var model = SharedOptions.Model();
        var adapter = SharedOptions.Adapter();
        var dtype = SharedOptions.Dtype();
        var device = SharedOptions.Device();
        var upstream = Upstream();
        var upstreamModel = new Option<string?>("--upstream-model")
        {
            Description = "Model to ask the upstream for (default: the one that a client names)", HelpName = "NAME",
        };
        var key = new Option<string>("--key-variable")
        {
            Description = "Variable that the upstream's key stands in",
            HelpName = "NAME",
            DefaultValueFactory = _ => EndpointKey.DefaultVariable,
        };
        var port = SharedOptions.Number(
            "--port", "Port to listen on, 0 for any that is free", 0, 65_535, DefaultPort);
        var bind = SharedOptions.Bind(AlignerOptions.TokenSetting);
        var command = new Command("align", "Serve corrected answers of an OpenAI-compatible server")
        {
            model, adapter, dtype, device, upstream, upstreamModel, key, port, bind,
        };
        limits.AddTo(command);
        command.SetAction((parsed, _) => new AlignerServer
        {
            Aligner = limits.Applied(parsed, new AlignerOptions
            {
                Model = FolderOf(parsed.GetRequiredValue(model)),
                Adapter = parsed.GetValue(adapter),
                Dtype = parsed.GetValue(dtype),
                Device = parsed.GetValue(device),
                Upstream = limits.Applied(parsed, new EndpointOptions
                {
                    Address = parsed.GetRequiredValue(upstream), Key = KeyOf(parsed.GetRequiredValue(key)),
                }),
                UpstreamModel = parsed.GetValue(upstreamModel),
            }),
            Address = parsed.GetValue(bind)!,
            Port = parsed.GetValue(port),
        }.ServeAsync());
        return command;
    }

    private static Option<Uri> Upstream() => new("--upstream")
    {
        Description = "Where the API that answers begins, such as http://localhost:8000/v1",
        HelpName = "URL",
        Required = true,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (EndpointAddress.TryParse(text) is { } address)
                return address;
            result.AddError($"--upstream is '{text}'; allowed is {EndpointAddress.Allowed}");
            return null;
        },
    };

    private static string FolderOf(string model) => Directory.Exists(model)
        ? Path.GetFullPath(model)
        : throw new InputException(
            model, line: null, "there is no such folder; a model is a folder in Hugging Face layout");

    private static string? KeyOf(string variable)
    {
        try
        {
            return EndpointKey.Read(variable);
        }
        catch (EndpointException exception)
        {
            throw new InputException("--key-variable", line: null, exception.Message);
        }
    }
}
