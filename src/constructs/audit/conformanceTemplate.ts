import type { ConfigurationRule } from "./configurationRules.ts";

/**
 * Rules as the template of a conformance pack: one resource in Terraform, and one result in the console, for all of
 * them. JSON, which is YAML as well. AWS takes 51,200 bytes.
 * Source: https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html (read 2026-11).
 */
export function conformanceTemplate(rules: readonly ConfigurationRule[]): string {
  const Resources = Object.fromEntries(
    rules.map((rule) => [
      rule.name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      {
        Type: "AWS::Config::ConfigRule",
        Properties: {
          ConfigRuleName: rule.name,
          // Config takes 256 characters.
          Description: `${rule.why} ${rule.clauses.join("; ")}`.slice(0, 256),
          Source: { Owner: "AWS", SourceIdentifier: rule.managed },
          ...(rule.types === undefined ? {} : { Scope: { ComplianceResourceTypes: rule.types } }),
          ...(rule.parameters === undefined ? {} : { InputParameters: rule.parameters }),
        },
      },
    ]),
  );
  return JSON.stringify({ Resources });
}
