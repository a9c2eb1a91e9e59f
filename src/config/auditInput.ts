import type { DataClass } from "./dataClass.ts";

/** The part of the vocabulary that is about who did what: trails, and what watches accounts. */

/** How what is done to the platform is recorded, and for how long. */
export interface AuditInput {
  /**
   * Days that trails are kept. Until then nobody deletes or changes them where `protect` is on.
   * @default 365: a year, as PCI DSS asks
   */
  readonly retentionDays?: number;
  /**
   * `governance` can be lifted by who is let, `compliance` by nobody, AWS's root user included, until the last day:
   * files kept by mistake are then paid for to the end. @default "governance"
   */
  readonly lock?: "governance" | "compliance";
  /**
   * Data classes for which every reading and writing of an object in S3 is recorded, at a price for each
   * (0.10 USD for 100,000). @default ["personal", "cardholder"]
   */
  readonly objects?: readonly DataClass[];
  /**
   * As `objects`, for items in DynamoDB, which are read far more often. @default ["cardholder"]
   */
  readonly items?: readonly DataClass[];
  /**
   * As `objects`, for runs of functions that use a store of such data: who started which one, and when. Not what it
   * was given. @default ["personal", "cardholder"]
   */
  readonly runs?: readonly DataClass[];
  /** Whether CloudTrail looks for unusual numbers of calls and errors, at 0.35 USD for 100,000 calls and kind. @default false */
  readonly insights?: boolean;
  /** Days after which a permission that nobody used is reported, at 0.20 USD a month for each role and user. @default never */
  readonly unusedAccessDays?: number;
}
