import { z } from "zod";
import { strict, whole, yesOrNo } from "./form.ts";

/** The section `audit` as it is checked; `auditInput.ts` documents it. */

const CLASSES = "public, internal, personal or cardholder";
const classes = z.array(
  z.enum(["public", "internal", "personal", "cardholder"], CLASSES),
  `a list of ${CLASSES}`,
);

export const audit = strict({
  // S3 locks for a hundred years; files that name people are kept for ten at most.
  retentionDays: whole(30, 3653).default(365),
  lock: z.enum(["governance", "compliance"], "governance or compliance").default("governance"),
  objects: classes.default(["personal", "cardholder"]),
  items: classes.default(["cardholder"]),
  runs: classes.default(["personal", "cardholder"]),
  insights: yesOrNo.default(false),
  unusedAccessDays: whole(1, 365).optional(),
}).prefault({});

export type AuditSettings = z.output<typeof audit>;
