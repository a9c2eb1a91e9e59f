import { type Case, catalogue, orders, stores } from "./caseParts.ts";

const cards = stores({ ...orders, data: "cardholder" });
const invoices = stores({ name: "invoices", engine: "s3", data: "cardholder", partitionedBy: "home" });
const tokens = stores({ ...catalogue, data: "cardholder", copies: ["us-west-2"] });

/** Of trails. */
export const AUDIT_CASES: readonly Case[] = [
  {
    code: "config/audit-kept-too-short",
    says: "trails of half a year where cardholder data are",
    breaks: { ...cards, audit: { retentionDays: 180 } },
    where: "audit.retentionDays",
    keeps: { ...stores(orders), audit: { retentionDays: 180 } },
  },
  {
    code: "config/cardholder-data-unwatched",
    says: "objects with cardholder data that nobody records",
    breaks: { ...invoices, audit: { objects: ["personal"] } },
    where: "audit.objects",
    keeps: { ...invoices, audit: { objects: ["cardholder"] } },
  },
  {
    code: "config/cardholder-data-unwatched",
    says: "items with cardholder data that nobody records",
    breaks: { ...tokens, audit: { items: [] } },
    where: "audit.items",
    keeps: { ...tokens, audit: { objects: [] } },
  },
];
