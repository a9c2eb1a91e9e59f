import type { Finding, Platform } from "../../config/index.ts";
import { graphFromStacks } from "../../graph/index.ts";
import type { Clock } from "../../lib/index.ts";
import {
  type ProvisioningPrediction,
  provisioningFindings,
  type RecoveryFinding,
} from "../../recovery/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { checkAccess } from "../access/check.ts";
import { projectBook } from "../cost/prices/book.ts";
import { costFindings, costOf, type UnitCost } from "../cost/verdict.ts";
import { openProject, synthesizeUnit } from "../project.ts";
import { provisioningOf } from "../provisioning.ts";
import { recoveryOf } from "../recovery/model.ts";
import { machineFindings, runbookFindings } from "../runbook/findings.ts";
import { leaningFindings } from "../runbook/leaningFindings.ts";

/** Times that each loss happens: what is called the 95th percentile lies between the 93rd and the 97th. */
const LOSS_SAMPLES = 500;

export interface CheckOptions {
  /** Folder or file of the configuration; the nearest upwards when absent. */
  readonly path?: string;
  readonly clock: Clock;
}

/** What `trireme check` found, without Terraform, emulator or account. */
export interface CheckResult {
  readonly platform: string;
  readonly file: string;
  readonly environments: readonly {
    readonly name: string;
    readonly regions: readonly { readonly name: string; readonly role: string; readonly cidr: string }[];
    readonly stores: readonly {
      readonly id: string;
      readonly birth: string;
      readonly copies: readonly string[];
    }[];
    readonly stacks: number;
    readonly resources: number;
    /** When it stands, created from nothing. */
    readonly provisioning: ProvisioningPrediction;
    /** What a month of it costs, against its budget. */
    readonly cost: UnitCost;
  }[];
  /** The accounts above the environments; absent when the accounts stand alone. */
  readonly organization?: {
    readonly homeRegion: string;
    readonly accounts: readonly { readonly name: string; readonly account: string; readonly unit: string }[];
    readonly stacks: number;
    readonly resources: number;
  };
  /** What was looked at of permissions. */
  readonly access: { readonly rows: number; readonly policies: number; readonly statements: number };
  readonly findings: readonly Finding[];
  /** What this verb looked at, so that silence about anything else is not taken for a pass. */
  readonly checked: readonly string[];
  readonly notChecked: readonly string[];
  readonly seconds: number;
}

export async function check({ path, clock }: CheckOptions): Promise<CheckResult> {
  const started = clock.now();
  const project = await openProject(path, clock);
  const everything: SynthesizedStack[] = [];
  const recovery: RecoveryFinding[] = [];
  const leanings: Finding[] = [];
  const book = await projectBook(project.file);
  const environments = project.platform.environments.map((environment) => {
    const { stacks, resources } = synthesizeUnit(project.platform, environment);
    everything.push(...stacks);
    const graph = graphFromStacks(stacks, { name: environment.name });
    leanings.push(...leaningFindings(project.platform, environment, graph));
    // Nothing is promised to anybody elsewhere.
    if (environment.production) {
      recovery.push(...recoveryOf(project.platform, environment, graph, LOSS_SAMPLES).findings);
    }
    return {
      name: environment.name,
      regions: environment.regions.map(({ name, role, network }) => ({ name, role, cidr: network.cidr })),
      stores: environment.stores.map(({ id, birth, copies }) => ({ id, birth, copies })),
      stacks: stacks.length,
      resources: resources.total,
      provisioning: provisioningOf(project.platform, environment, stacks, graph),
      cost: costOf(project.platform, environment, graph, book),
    };
  });
  const organization = organizationOf(project.platform, everything);
  const access = checkAccess(project.platform, project.platform.environments, everything, true);
  return {
    platform: project.platform.name,
    file: project.file,
    environments,
    ...organization,
    access: { rows: access.rows.length, policies: access.policies, statements: access.statements },
    findings: [
      ...project.findings,
      ...environments.flatMap(({ provisioning }) => provisioningFindings(provisioning)),
      ...recovery,
      ...project.platform.environments.flatMap((each) => runbookFindings(project.platform, each)),
      ...project.platform.environments.flatMap((each) => machineFindings(project.platform, each)),
      ...leanings,
      ...environments.flatMap(({ cost }) => costFindings(cost)),
      ...access.findings.filter(({ severity }) => severity !== "note"),
    ],
    checked: [
      "configuration rules",
      "address plan",
      "declared residency",
      "synthesis of every environment, and of the organization if there is one",
      "time to create every environment (modelled)",
      "what each loss does to production's journeys and stores, and how long until they are back (modelled)",
      "what every runbook needs, of regions and control planes that fall with a lost one",
      "what the recoveries on AWS lean on: roles, switch, topics, keys, secrets, images, clusters, names",
      "cost of every environment against its budget (estimated)",
      "who may do what, and reasons for wildcards (trireme access check, by our evaluator)",
    ],
    notChecked: [
      "Terraform's own validation and the AWS provider's (trireme rehearse)",
      "compliance and capacity",
    ],
    seconds: (clock.now() - started) / 1000,
  };
}

function organizationOf(
  platform: Platform,
  everything: SynthesizedStack[],
): Pick<CheckResult, "organization"> {
  const { organization } = platform;
  if (organization === undefined) return {};
  const { stacks, resources } = synthesizeUnit(platform, organization);
  everything.push(...stacks);
  const accounts = organization.accounts.map(({ name, account, unit }) => ({ name, account, unit }));
  const { homeRegion } = organization;
  return { organization: { homeRegion, accounts, stacks: stacks.length, resources: resources.total } };
}
