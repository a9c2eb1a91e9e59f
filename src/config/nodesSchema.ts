import { z } from "zod";
import { strict, text, yesOrNo } from "./form.ts";

/** What environments say of their nodes, as it is checked; `NodesInput` documents it. */

const FAMILY = 'a family of instance types without a size, such as "m7g"';
const FAMILIES = 'a list of one to 16 families of instance types, such as ["m7g", "m6g"]';
const ARCHITECTURES = 'a list of "arm64" and "x86_64"';

export const nodes = strict({
  spot: yesOrNo.optional(),
  families: z
    .array(text(FAMILY).regex(/^[a-z]+\d+[a-z]*(?:-flex)?$/, FAMILY), FAMILIES)
    .min(1, FAMILIES)
    // Each stands in Karpenter's policy, of which IAM takes 10,240 characters.
    .max(16, FAMILIES)
    .optional(),
  architectures: z
    .array(z.enum(["arm64", "x86_64"], ARCHITECTURES), ARCHITECTURES)
    .min(1, ARCHITECTURES)
    .optional(),
});

export type NodesSettings = z.output<typeof nodes>;
