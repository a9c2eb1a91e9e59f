/** Colours by what they are for. Every ink is readable on every ground of its theme: WCAG 2.2 AA, see the test. */
export interface Palette {
  readonly paper: string;
  readonly panel: string;
  readonly line: string;
  readonly ink: string;
  readonly quiet: string;
  readonly accent: string;
  readonly good: string;
  readonly attention: string;
  readonly bad: string;
  readonly "good-tint": string;
  readonly "attention-tint": string;
  readonly "bad-tint": string;
  readonly band: string;
  readonly bar: string;
}

export const LIGHT: Palette = {
  paper: "#fcfbf8",
  panel: "#f4f2ec",
  line: "#d8d4ca",
  ink: "#1b2026",
  quiet: "#525a64",
  accent: "#1d4e7c",
  good: "#1a633f",
  attention: "#7d4f00",
  bad: "#9c2226",
  "good-tint": "#e6f0e8",
  "attention-tint": "#f8ecd4",
  "bad-tint": "#f9e4e2",
  band: "#f3ddd0",
  bar: "#3f6f9f",
};

export const DARK: Palette = {
  paper: "#13171b",
  panel: "#1b2026",
  line: "#363d46",
  ink: "#e9e6df",
  quiet: "#a9b0b9",
  accent: "#93bfec",
  good: "#86d3a8",
  attention: "#e8bb70",
  bad: "#f4a3a0",
  "good-tint": "#18291f",
  "attention-tint": "#2d2413",
  "bad-tint": "#341c1d",
  band: "#3d2a22",
  bar: "#6f9fd0",
};

/** The palette as CSS custom properties. */
export function properties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}
