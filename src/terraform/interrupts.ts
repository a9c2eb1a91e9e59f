/**
 * Ctrl-C and SIGTERM to this process, shared by all operations under way.
 * Terraform runs in a process group of its own, so that it outlives us; hence
 * the terminal's Ctrl-C does not reach it and has to be passed on.
 */
const waiting = new Set<() => void>();

function passOn(): void {
  for (const stop of [...waiting]) stop();
}

/** Calls `stop` on SIGINT or SIGTERM until the returned function is called; meanwhile these do not end the process. */
export function onInterrupt(stop: () => void): () => void {
  if (waiting.size === 0) {
    process.on("SIGINT", passOn);
    process.on("SIGTERM", passOn);
  }
  waiting.add(stop);
  return () => {
    waiting.delete(stop);
    if (waiting.size === 0) {
      process.off("SIGINT", passOn);
      process.off("SIGTERM", passOn);
    }
  };
}

/**
 * Does `work` with a signal that aborts when `outer` does, or on SIGINT or SIGTERM
 * to this process: a run that was told to stop must not begin another stack.
 */
export async function interruptible<T>(
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const leave = onInterrupt(() => stop.abort());
  try {
    return await work(outer === undefined ? stop.signal : AbortSignal.any([outer, stop.signal]));
  } finally {
    leave();
  }
}
