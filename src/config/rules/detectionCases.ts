import type { SkippedControlInput } from "../detectionInput.ts";
import { type Case, environments, stores } from "./caseParts.ts";

const skips = (...standards: ("aws" | "cis" | "pci")[][]) => ({
  ...stores(),
  detection: {
    skippedControls: standards.map(
      (each): SkippedControlInput => ({
        control: "EC2.10",
        reason: "no such subnets",
        owner: "security",
        standards: each,
      }),
    ),
  },
});

/** Of what watches the accounts. */
export const DETECTION_CASES: readonly Case[] = [
  {
    code: "config/unwatched-production",
    says: "production that nothing watches",
    breaks: environments({ detection: "none" }),
    where: "environments[0].detection",
    keeps: environments({ detection: "none", production: false }),
  },
  {
    code: "config/unwatched-production",
    says: "production that only GuardDuty's foundation watches",
    breaks: environments({ detection: "basic" }),
    where: "environments[0].detection",
    keeps: {
      ...environments({ detection: "basic" }),
      exceptions: [
        {
          rule: "config/unwatched-production",
          of: "production",
          reason: "watched by the group's own service",
          owner: "security",
          expires: "2026-12-31",
        },
      ],
    },
  },
  {
    code: "config/control-skipped-twice",
    says: "a control that is skipped twice in a standard",
    breaks: skips(["aws", "cis"], ["cis"]),
    where: "detection.skippedControls[1]",
    keeps: skips(["aws"], ["cis"]),
  },
];
