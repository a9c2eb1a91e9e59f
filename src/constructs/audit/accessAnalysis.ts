import { AccessanalyzerAnalyzer } from "@cdktn/provider-aws/lib/accessanalyzer-analyzer/index.js";
import { AccessanalyzerArchiveRule } from "@cdktn/provider-aws/lib/accessanalyzer-archive-rule/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface AccessAnalysisProps {
  readonly naming: Naming;
  /** What counts as inside: this account, or the whole organisation (in its delegated administrator's account). */
  readonly trusts: "account" | "organization";
  /**
   * Days after which access that nobody used is found. 0.20 USD a month for each role and user (IAM Access Analyzer
   * pricing, recalled). IAM is the same in every region: ask for it in one.
   * @default none
   */
  readonly unusedAfterDays?: number;
  /**
   * Whether people come through IAM Identity Center, whose roles trust a provider outside the account: meant, and
   * put away so that what is not meant stands out.
   * @default false
   */
  readonly identityCenter?: boolean;
  readonly tags: OwnerTags;
}

/**
 * IAM Access Analyzer: which bucket, key, role, queue, topic or secret of this region somebody outside can reach. By
 * proof over policies, not by watching calls, and free. One analyser for each region, since it sees its own only.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html (recalled).
 */
export class AccessAnalysis extends Construct {
  constructor(scope: Construct, id: string, props: AccessAnalysisProps) {
    super(scope, id);
    const scopeOf = { account: "ACCOUNT", organization: "ORGANIZATION" }[props.trusts];
    const name = nameOf(props.naming, "external-access");
    const analyzer = new AccessanalyzerAnalyzer(this, "external", {
      analyzerName: name,
      type: scopeOf,
      tags: tagsOf(name, props.tags),
    });
    if (props.identityCenter === true) {
      new AccessanalyzerArchiveRule(this, "identity-center", {
        analyzerName: analyzer.analyzerName,
        ruleName: "identity-center",
        filter: [
          { criteria: "resourceType", eq: ["AWS::IAM::Role"] },
          { criteria: "principal.Federated", contains: [":saml-provider/AWSSSO_"] },
        ],
      });
    }
    if (props.unusedAfterDays !== undefined) {
      const unused = nameOf(props.naming, "unused-access");
      new AccessanalyzerAnalyzer(this, "unused", {
        analyzerName: unused,
        type: `${scopeOf}_UNUSED_ACCESS`,
        configuration: { unusedAccess: { unusedAccessAge: props.unusedAfterDays } },
        tags: tagsOf(unused, props.tags),
      });
    }
  }
}
