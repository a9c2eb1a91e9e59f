import { describe, expect, it } from "vitest";
import { DARK, LIGHT, type Palette } from "./palette.ts";

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const THEMES: readonly (readonly [string, Palette])[] = [
  ["light", LIGHT],
  ["dark", DARK],
];
const INKS = ["ink", "quiet", "accent", "good", "attention", "bad"] as const;
const GROUNDS = ["paper", "panel", "good-tint", "attention-tint", "bad-tint"] as const;

describe.each(THEMES)("the %s colours", (_name, palette) => {
  it.each(INKS)("let %s be read as small text on every ground (AA: 4.5)", (ink) => {
    for (const ground of GROUNDS) expect(contrast(palette[ink], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it("let a bar be told from what lies behind it (AA: 3)", () => {
    for (const bar of ["bar", "bad", "attention"] as const) {
      for (const ground of ["paper", "band"] as const) {
        expect(contrast(palette[bar], palette[ground])).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
