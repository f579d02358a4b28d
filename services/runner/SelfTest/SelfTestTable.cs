using static System.FormattableString;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>A report as text.</summary>
internal static class SelfTestTable
{
    public static string Write(SelfTestReport report)
    {
        var width = report.Checks.Max(check => check.Check.Length);
        return string.Join('\n',
        [
            $"{report.Device}, libtorch {report.Libtorch}, against operators in float64 on the CPU",
            "",
            $"{"".PadRight(width)}  {"dtype",-8}  {"error",7}  {"bound",7}",
            .. report.Checks.Select(check => Row(check, width)),
            "",
            Conclusion(report),
        ]);
    }

    private static string Row(SelfTestResult check, int width) => Invariant(
        $"{check.Check.PadRight(width)}  {check.Dtype,-8}  {check.Error,7:0.0e0}  {check.Bound,7:0.0e0}")
        + (check.Passed ? "" : $"  FAILED {check.Problem}".TrimEnd());

    private static string Conclusion(SelfTestReport report)
    {
        var failed = report.Checks.Count(check => !check.Passed);
        var worst = report.Checks.GroupBy(check => check.Dtype).Select(group => Invariant(
            $"{group.Key} {group.Max(check => check.Error):0.0e0}"));
        var outcome = failed == 0
            ? $"all {report.Checks.Count} checks passed"
            : $"{failed} of {report.Checks.Count} checks FAILED";
        return $"{outcome}; largest error: {string.Join(", ", worst)}";
    }
}
