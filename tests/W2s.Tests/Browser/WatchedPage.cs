using Microsoft.Playwright;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>A page in a browser of its own, with everything noted that must not happen on it.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private const double MaxLayoutShift = 0.02;
    private const string DressedAs = """
        (theme) => document.documentElement.dataset.theme === theme
          && new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))
        """;
    private const string CountShifts = """
        window.shifts = [];
        const told = ({ node, previousRect: from, currentRect: to }) =>
          `${node?.nodeName} ${node?.className ?? ""} from ${from.y} to ${to.y}`;
        new PerformanceObserver((list) => {
          for (const { hadRecentInput, value, sources } of list.getEntries())
            if (!hadRecentInput) window.shifts.push({ value, moved: sources.map(told) });
        }).observe({ type: "layout-shift", buffered: true });
        """;

    // Shifts of a frame are told after it.
    private const string ForgetShifts = """
        async () => {
          await new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(told))));
          window.shifts = [];
        }
        """;

    // Text that is cut off without a mark of it, or hangs over the edge of what it stands in.
    private const string FindLostText = """
        () => {
          const lost = [];
          const range = document.createRange();
          const page = document.querySelector("main") ?? document.body;
          const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            range.selectNodeContents(texts.currentNode);
            const { right, width } = range.getBoundingClientRect();
            if (width === 0 || texts.currentNode.data.trim() === "") continue;
            for (let box = texts.currentNode.parentElement; box; box = box.parentElement) {
              const { overflowX, textOverflow, visibility } = getComputedStyle(box);
              if (box.matches(".visually-hidden, svg, .editor") || visibility === "hidden") break;
              if (textOverflow === "ellipsis" || overflowX === "auto" || overflowX === "scroll") break;
              const hasEdge = overflowX !== "visible" || box.matches(".card, article, th, td, dt, dd");
              if (!hasEdge || right <= box.getBoundingClientRect().right + 1) continue;
              lost.push(`${box.tagName} ${box.className}: ${texts.currentNode.data.trim()}`);
              break;
            }
          }
          return lost;
        }
        """;

    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    private WatchedPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public static async Task<WatchedPage> OpenAsync(
        IBrowser browser, Uri server, string path, int width = 1440, ColorScheme scheme = ColorScheme.Light,
        TimeSpan lag = default)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = width < 500 ? 844 : 900 },
            ColorScheme = scheme,
        });
        context.SetDefaultTimeout(ChromiumBrowser.Patience);
        await context.AddInitScriptAsync(CountShifts);
        var watched = new WatchedPage(context, await context.NewPageAsync());
        watched.Watch();
        if (lag > TimeSpan.Zero)
            await watched.Page.RouteWebSocketAsync("**/_blazor**", socket => Delay(socket, lag));
        await watched.Page.GotoAsync(path);
        return watched;
    }

    /// <summary>Waits until the page is alive: what is clicked from now on is answered.</summary>
    public async Task<WatchedPage> AliveAsync()
    {
        await Page.WaitForFunctionAsync("() => document.querySelector('main[data-alive]')");
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return this;
    }

    /// <summary>The system's colours become these; waits until the page, its charts too, has them.</summary>
    public async Task WearAsync(ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await Page.WaitForFunctionAsync(DressedAs, scheme.ToString().ToLowerInvariant());
    }

    /// <summary>What somebody asked for may move what is below it.</summary>
    /// <remarks>Browsers leave out what moves within half a second of an input; busy machines take longer.</remarks>
    public Task AllowShiftsSoFarAsync() => Page.EvaluateAsync(ForgetShifts);

    public async Task AssertSoundAsync()
    {
        Assert.Empty(_errors);
        Assert.Equal(0, await Page.EvaluateAsync<int>(
            "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
        Assert.Empty(await Page.EvaluateAsync<string[]>(FindLostText));
        var shift = await Page.EvaluateAsync<double>(
            "() => window.shifts.reduce((sum, { value }) => sum + value, 0)");
        var moved = await Page.EvaluateAsync<string[]>("() => window.shifts.flatMap(({ moved }) => moved)");
        Assert.True(
            shift <= MaxLayoutShift,
            $"the layout shifted by {shift:0.000}; allowed is {MaxLayoutShift}: {string.Join("; ", moved)}");
    }

    /// <summary>Keeps a picture of the whole page beside the tests' binaries.</summary>
    public async Task SnapAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
        await Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(folder, $"{name}.png"),
            FullPage = true,
            Animations = ScreenshotAnimations.Disabled,
        });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    // What the page says comes later to the server, in its order, as on a slow line or when that is busy.
    private static void Delay(IWebSocketRoute page, TimeSpan lag)
    {
        var server = page.ConnectToServer();
        var sent = Task.CompletedTask;
        page.OnMessage(message => sent = SendAsync(sent, Task.Delay(lag), message.Binary!));

        async Task SendAsync(Task before, Task due, byte[] message)
        {
            await Task.WhenAll(before, due);
            server.Send(message);
        }
    }

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _errors.Add($"console: {message.Text}");
        };
        Page.PageError += (_, error) => _errors.Add($"page: {error}");
        Page.RequestFailed += (_, request) =>
        {
            // A page that is left takes its requests with it.
            if (request.Failure != "net::ERR_ABORTED")
                _errors.Add($"request: {request.Url} {request.Failure}");
        };
        Page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme.StartsWith("http", StringComparison.Ordinal) && address.Host != "127.0.0.1")
                _errors.Add($"asks {address.Host}");
        };
    }
}
