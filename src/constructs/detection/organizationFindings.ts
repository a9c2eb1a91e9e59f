import { Construct } from "constructs";
import { type FindingRoute, type FindingTopics, routeFindings, severeInHub } from "./findingRoute.ts";

/** An account that tells of its findings itself. */
export interface ToldThere {
  /** 12 digits. */
  readonly account: string;
  /** Regions in which it does. @default all of them */
  readonly regions?: readonly string[];
}

export interface OrganizationFindingsProps extends FindingTopics {
  /** Accounts whose threats are told by themselves already. */
  readonly threatsTold: readonly ToldThere[];
  /** The same for weaknesses. */
  readonly weaknessesTold: readonly ToldThere[];
}

const PATHS = {
  account: "$.detail.findings[0].AwsAccountId",
  region: "$.detail.findings[0].Region",
  severity: "$.detail.findings[0].Severity.Label",
  title: "$.detail.findings[0].Title",
  product: "$.detail.findings[0].ProductName",
  resource: "$.detail.findings[0].Resources[0].Id",
};

const MESSAGE = "<product> in <region>, account <account>, <severity>: <title> (<resource>)";

/**
 * Findings of accounts and regions that nobody is in: where trails lie, where images are built, where teams try things
 * out, a region of production in which nothing runs. Security Hub brings the findings of all accounts, GuardDuty's
 * among them, to its home region in the administrator's account; there they are told, each kind as where an environment
 * tells it itself, and what is told there is not told twice.
 *
 * While the home region is away these are not told; those of environments are, by each region.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-integration-types.html (read 2026-11)
 */
export class OrganizationFindings extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationFindingsProps) {
    super(scope, id);
    const routes: readonly FindingRoute[] = [
      {
        thing: "threats-elsewhere",
        description: "Findings of GuardDuty of high and critical severity where no environment tells them",
        pattern: severeInHub({ ProductName: ["GuardDuty"], ...untold(props.threatsTold) }),
        severity: "critical",
        paths: PATHS,
        message: MESSAGE,
      },
      {
        thing: "weaknesses-elsewhere",
        description: "Other findings of high and critical severity where no environment tells them",
        pattern: severeInHub({
          ProductName: [{ "anything-but": ["GuardDuty"] }],
          ...untold(props.weaknessesTold),
        }),
        severity: "warning",
        paths: PATHS,
        message: MESSAGE,
      },
    ];
    for (const route of routes) routeFindings(this, props, route);
  }
}

/** Everything but what is told: other accounts, and other regions of accounts that tell some. */
function untold(told: readonly ToldThere[]): object {
  if (told.length === 0) return {};
  const accounts = [...new Set(told.map(({ account }) => account))].sort();
  const others = { AwsAccountId: [{ "anything-but": accounts }] };
  const byRegions = new Map<string, string[]>();
  for (const account of accounts) {
    const places = told.filter((each) => each.account === account).map(({ regions }) => regions);
    if (places.includes(undefined)) continue;
    const key = [...new Set(places.flatMap((regions) => regions ?? []))].sort().join(" ");
    byRegions.set(key, [...(byRegions.get(key) ?? []), account]);
  }
  const elsewhere = [...byRegions].map(([regions, within]) => ({
    AwsAccountId: within,
    Region: [{ "anything-but": regions.split(" ") }],
  }));
  // `$or` takes two patterns or more.
  return elsewhere.length === 0 ? others : { $or: [others, ...elsewhere] };
}
