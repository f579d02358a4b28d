using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using WeakToStrong.Experiments;
using WeakToStrong.Labeler.Alignment;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.ServiceDefaults.Security;

namespace WeakToStrong.W2s.Embedded;

/// <summary>The labeler's Aligner in this process, without bus and store.</summary>
internal sealed record AlignerServer
{
    public required AlignerOptions Aligner { get; init; }

    public required IPAddress Address { get; init; }

    /// <summary>0: any that is free.</summary>
    public required int Port { get; init; }

    public async Task<int> ServeAsync()
    {
        using var interruption = new Interruption();
        var token = ServerToken.For(Address, AlignerOptions.TokenSetting);
        await using var app = Build(token);
        try
        {
            await Listening.StartAsync(app, new IPEndPoint(Address, Port), interruption.Token);
        }
        catch (InvalidSettingException exception)
        {
            throw new InputException(Aligner.Model, line: null, exception.Message);
        }
        catch (ServiceDefaults.MissingPrerequisiteException exception)
        {
            throw new MissingPrerequisiteException(exception.Message);
        }
        return await Listening.ServeAsync(app, token, interruption.Token);
    }

    private WebApplication Build(ServerToken? token)
    {
        // Of the working directory nothing is read or served.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "w2s" });
        builder.AddServiceDefaults("aligner");
        // What keeps it from starting is one line, which is said where it is caught.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.AddAligner(Aligner with { Token = token is null ? null : new BearerToken(token.Text) });
        Listening.Bind(builder, Address, Port);
        var app = builder.Build();
        app.MapAligner();
        return app;
    }
}
