/** How much of AWS's detection runs in an environment's account. */
export type DetectionLevel = "full" | "basic" | "none";

/** What AWS watches for in the accounts of the platform, beside what runs in them. */
export interface DetectionInput {
  /**
   * Controls of Security Hub that are not checked, each in writing. The platform's own are added: see
   * `stacks/detection.ts`. @default none
   */
  readonly skippedControls?: readonly SkippedControlInput[];
}

/** A control that the platform breaks on purpose, by whom and why. Security Hub shows the reason beside it. */
export interface SkippedControlInput {
  /** As Security Hub names it: `EC2.10`. */
  readonly control: string;
  /** Standards in which it is not checked. @default all that the environment is checked against */
  readonly standards?: readonly ("aws" | "cis" | "pci")[];
  /** Why, in the words of whoever decided it. At most 1,000 characters together with the owner. */
  readonly reason: string;
  /** Who decided it. */
  readonly owner: string;
}
