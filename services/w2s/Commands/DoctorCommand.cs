using System.CommandLine;
using WeakToStrong.W2s.Doctor;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>doctor</c>: what was found on this machine, and what to do about what was not.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var store = SharedOptions.Store();
        var json = SharedOptions.Json();
        var command = new Command("doctor", "Show what was found on this machine and what is missing") { store, json };
        command.SetAction((parsed, stop) =>
            Examination.RunAsync(StoreFolder.Resolve(parsed.GetValue(store)), parsed.GetValue(json), stop));
        return command;
    }
}
