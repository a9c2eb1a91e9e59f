import { z } from "zod";
import { parseDuration } from "../lib/index.ts";

/** Forms of single values. Every message says what would have been accepted: it becomes the `wanted` of an input problem. */

/** Letters, digits and single hyphens: what all of AWS accepts in a name. */
const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export function text(wanted: string) {
  return z.string(wanted);
}

export function kebab(minimum: number, maximum: number, example: string) {
  const wanted = `${minimum} to ${maximum} lower-case letters, digits and single hyphens, beginning with a letter, such as "${example}"`;
  return text(wanted).regex(KEBAB, wanted).min(minimum, wanted).max(maximum, wanted);
}

/** What AWS accepts as the value of a tag (AWS General Reference, "Tag naming limits and requirements"). */
export function tagValue(example: string) {
  const wanted = `1 to 256 letters, digits, spaces and any of _ . : / = + - @, such as "${example}"`;
  return text(wanted).regex(/^(?! )[\p{L}\p{N} _.:/=+\-@]{1,256}(?<! )$/u, wanted);
}

export function whole(minimum: number, maximum: number, what = "a whole number") {
  const wanted = `${what} from ${minimum} to ${maximum}`;
  return z.int(wanted).min(minimum, wanted).max(maximum, wanted);
}

/** Milliseconds of a duration that is at least `minimum` milliseconds long. */
export function duration(example: string, minimum: number) {
  const wanted = `a duration with a unit (d, h, m, s or ms), such as "${example}"`;
  return text(wanted).transform((value, context) => {
    const milliseconds = parseDuration(value);
    if (milliseconds !== undefined && milliseconds >= minimum) return milliseconds;
    context.addIssue({
      code: "custom",
      message: milliseconds === undefined ? wanted : `${wanted}, longer than nothing`,
    });
    return z.NEVER;
  });
}

/** An object that takes no other key, so that a misspelt one is found. */
export function strict<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? `one of ${keys}` : `an object with ${keys}`),
  });
}

export const region = text('the name of an AWS region, such as "eu-west-1"');
export const regions = z.array(region, 'a list of AWS regions, such as ["eu-west-1"]');
export const yesOrNo = z.boolean("true or false");

const ACCOUNT = 'an AWS account id, 12 digits in quotes, such as "111111111111"';
export const account = text(ACCOUNT).regex(/^\d{12}$/, ACCOUNT);
export const EMAIL = 'an e-mail address, such as "on-call@example.com"';
