const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** `in 4 m 12 s`; never earlier than it is. */
export function untilText(untilMs: number, nowMs: number): string {
  const seconds = Math.ceil((untilMs - nowMs) / 1_000);
  return seconds <= 0 ? 'now' : `in ${duration(seconds)}`;
}

/** `3 s ago`. */
export function sinceText(thenMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - thenMs) / 1_000);
  return seconds <= 0 ? 'just now' : `${duration(seconds)} ago`;
}

/** `1 h 2 m`; less than a second counts as one. */
export function durationText(ms: number): string {
  return duration(Math.max(1, Math.floor(ms / 1_000)));
}

/** In the two largest units; nobody reads more. */
function duration(seconds: number): string {
  const first = units.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  const parts = units.slice(first, first + 2).map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { name, count };
  });
  return parts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(' ');
}
