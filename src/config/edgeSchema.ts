import { z } from "zod";
import { strict, tagValue, text, yesOrNo } from "./form.ts";

/** The vocabulary of `edgeInput.ts` as it is checked. */

const HOST = 'the host of a public service, such as "www", or "@" for the domain itself';
const AGREED = "true: the subscription is for a year, 36,000 USD, however soon it is taken out again";

export const edge = strict({
  canonicalHost: text(HOST)
    .regex(/^(?:@|[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/, HOST)
    .optional(),
  accelerator: yesOrNo.default(false),
  dnssec: yesOrNo.default(false),
  shieldAdvanced: strict({
    yearAgreed: z.literal(true, AGREED),
    owner: tagValue("finance@example.com"),
  }).optional(),
}).prefault({});

export type EdgeSettings = z.output<typeof edge>;
