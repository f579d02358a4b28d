using WeakToStrong.W2s;

return await CommandLine.InvokeAsync(args);
