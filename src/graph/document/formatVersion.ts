import type { InputProblems } from "../inputProblems.ts";
import { kindOf } from "../inputProblems.ts";

/**
 * Terraform's JSON output: 0.x before Terraform 1.1, 1.x since; a new major may mean anything.
 * Source: Terraform's "JSON Output Format", read 2026-11-22.
 */
const MAJORS = new Set(["0", "1"]);

/** Refuses a document of another format, so that nothing in it is misread. */
export function checkFormatVersion(
  problems: InputProblems,
  given: unknown,
  wanted: string,
  fix = "Write it with terraform show -json (Terraform 0.12 to 1.x, or OpenTofu).",
): void {
  if (typeof given === "string" && /^\d+(\.\d+)*$/.test(given) && MAJORS.has(given.split(".")[0] ?? ""))
    return;
  const unknownMajor = typeof given === "string" && /^\d+\./.test(given);
  problems.refuse({
    code: unknownMajor ? "graph/unknown-format" : "graph/not-terraform-json",
    where: "format_version",
    given: unknownMajor ? given.slice(0, 20) : kindOf(given),
    wanted: unknownMajor ? `${wanted} with format_version 0.x or 1.x` : wanted,
    fix,
  });
}
