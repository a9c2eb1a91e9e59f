import { z } from "zod";
import { strict, tagValue, text } from "./form.ts";

/** The vocabulary of `detectionInput.ts` as it is checked. */

const LEVELS = '"full", "basic" or "none"';
export const detectionLevel = z.enum(["full", "basic", "none"], LEVELS);

const CONTROL = 'the id of a control of Security Hub, such as "EC2.10"';
const REASON = "why the control is not checked, in at most 800 characters";
const STANDARDS = 'a list of "aws", "cis" and "pci"';

const skippedControl = strict({
  control: text(CONTROL).regex(/^[A-Za-z0-9]+\.\d+$/, CONTROL),
  standards: z
    .array(z.enum(["aws", "cis", "pci"], STANDARDS), STANDARDS)
    .min(1, STANDARDS)
    .optional(),
  reason: text(REASON).min(1, REASON).max(800, REASON),
  owner: tagValue("security@example.com"),
});

export const detection = strict({
  skippedControls: z.array(skippedControl, "a list of controls").default([]),
}).prefault({});

export type DetectionSettings = z.output<typeof detection>;
