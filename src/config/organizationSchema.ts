import { z } from "zod";
import { account, EMAIL, region, strict } from "./form.ts";

/** The section `organization` as it is checked; `organizationInput.ts` documents it. */

const accountOf = strict({ account, email: z.email(EMAIL) });

export const organization = strict({
  homeRegion: region.optional(),
  management: accountOf,
  logArchive: accountOf,
  security: accountOf,
  sharedServices: accountOf.optional(),
});

export type OrganizationSettings = z.output<typeof organization>;
