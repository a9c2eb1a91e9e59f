import type { Rule } from "./rule.ts";

/** PCI DSS 4.0.1, requirement 10.5.1: twelve months of audit logs. */
const YEAR_DAYS = 365;

const keptTooShort: Rule = {
  code: "config/audit-kept-too-short",
  check: ({ audit, stores }) => {
    const cards = stores.filter(({ value }) => value.data === "cardholder").map(({ value }) => value.name);
    if (audit === undefined || audit.retentionDays >= YEAR_DAYS || cards.length === 0) return [];
    return [
      {
        where: "audit.retentionDays",
        given: `${audit.retentionDays}, with cardholder data in ${cards.join(", ")}`,
        wanted: `${YEAR_DAYS} or more: PCI DSS 10.5.1 asks for twelve months of audit logs`,
        fix: "Remove audit.retentionDays.",
      },
    ];
  },
};

/** CloudTrail sees objects and items; who reads a row of a database is for the database to record. */
const unwatched: Rule = {
  code: "config/cardholder-data-unwatched",
  check: ({ audit, stores }) => {
    if (audit === undefined) return [];
    const recorded = { s3: "objects", dynamodb: "items" } as const;
    return Object.entries(recorded).flatMap(([engine, key]) => {
      const cards = stores.filter(({ value }) => value.data === "cardholder" && value.engine === engine);
      if (cards.length === 0 || audit[key].includes("cardholder")) return [];
      return {
        where: `audit.${key}`,
        given: `${JSON.stringify(audit[key])}, with cardholder data in ${cards.map(({ value }) => value.name).join(", ")}`,
        wanted: "cardholder among them: PCI DSS 10.2.1.1 asks that every access to them is recorded",
        fix: `Add "cardholder" to audit.${key}.`,
      };
    });
  },
};

export const AUDIT_RULES: readonly Rule[] = [keptTooShort, unwatched];
