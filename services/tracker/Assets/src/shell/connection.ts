// Starts Blazor and keeps it connected: a lost connection is tried again for as long as the page is open, and a server
// that no longer knows the page (it was restarted) makes it load again.

interface Blazor {
  start(options: object): Promise<void>;
  reconnect(): Promise<boolean>;
}

declare global {
  interface Window {
    Blazor?: Blazor;
  }
}

const firstPauses = [250, 500, 1000, 2000];
const laterPause = 3000;

export function connect(): void {
  // Pages without interactive parts do not load Blazor.
  if (!window.Blazor) return;
  document.addEventListener("components-reconnect-state-changed", onStateChanged, true);
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-reload]")) location.reload();
  });
  void window.Blazor.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: 100_000,
        retryIntervalMilliseconds: (attempt: number) => firstPauses[attempt] ?? laterPause,
      },
    },
  });
}

function onStateChanged(event: Event): void {
  const state = (event as CustomEvent<{ state?: string }>).detail?.state;
  if (state === "rejected" || state === "resume-failed") location.reload();
  if (state === "failed") void window.Blazor?.reconnect().then((known) => known || location.reload());
}
