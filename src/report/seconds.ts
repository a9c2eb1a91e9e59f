/** A span of time for people, from its seconds: `0.3 s`, `42 s`, `5 min 07 s`, `1 h 02 min`. */
export function spoken(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** A moment on a timeline's clock: `0:07`, `9:22`, `1:02:07`. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = twoDigits(whole % 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Distances between marks of an axis that people can count in, seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/** Marks of an axis from 0 to `end` seconds: round numbers, five at the most. */
export function marks(end: number): readonly number[] {
  const step = STEPS.find((each) => end / each <= 5) ?? Math.ceil(end / 5 / 3600) * 3600;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

/** A mark of an axis, short: `30 s`, `5 min`, `2 h`. */
export function markText(seconds: number): string {
  if (seconds === 0) return "0";
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
