import type { Resource } from "../../graph/index.ts";
import { HOLE } from "../matching/pattern.ts";
import { readPolicy } from "../policy/parse.ts";
import type { Policy } from "../policy/policy.ts";
import { policyAt } from "./documents.ts";
import { FULL_AWS_ACCESS } from "./managedPolicies.ts";
import type { Reader } from "./reader.ts";

const ACCOUNT = "aws_organizations_account";
const UNIT = "aws_organizations_organizational_unit";

/** Policies above an account, from the organisation's root to the account itself. */
export interface Ceilings {
  readonly serviceControl: readonly (readonly Policy[])[];
  readonly resourceControl: readonly (readonly Policy[])[];
}

const NONE: Ceilings = { serviceControl: [], resourceControl: [] };

/**
 * The account that an argument means; HOLE where it is not known. AWS chooses the number of an account, so that before
 * an apply only the tag `account` tells it, which our own stacks put on it.
 */
export function accountAt(resource: Resource, argument: string, reader: Reader): string {
  const text = reader.text(resource, argument);
  if (text !== undefined && /^\d{12}$/.test(text)) return text;
  const [account] = reader.targets(resource, argument, ACCOUNT);
  return account === undefined ? HOLE : numberOf(account, reader);
}

function numberOf(account: Resource, reader: Reader): string {
  const told = [reader.text(account, "id"), account.tags.account];
  return told.find((text) => text !== undefined && /^\d{12}$/.test(text)) ?? HOLE;
}

/** The policies that an organisation puts above its accounts. */
export class Organization {
  readonly policies: readonly Policy[];
  readonly #reader: Reader;
  readonly #byTarget = new Map<string, Policy[]>();
  /** Account number to the chain of targets above it, the root first. */
  readonly #chains = new Map<string, readonly string[]>();
  readonly #management: ReadonlySet<string>;
  readonly #ceilings = new Map<string, Ceilings>();

  constructor(reader: Reader) {
    this.#reader = reader;
    const attachments = reader.managed("aws_organizations_policy_attachment");
    const policies: Policy[] = [];
    for (const resource of reader.managed("aws_organizations_policy")) {
      const type = reader.text(resource, "type") ?? "SERVICE_CONTROL_POLICY";
      if (type !== "SERVICE_CONTROL_POLICY" && type !== "RESOURCE_CONTROL_POLICY") continue;
      const kind = type === "SERVICE_CONTROL_POLICY" ? "service-control" : "resource-control";
      const name = reader.text(resource, "name");
      const policy = policyAt(
        resource,
        "content",
        kind,
        reader,
        name === undefined || name === HOLE ? resource.id : name,
      );
      if (policy === undefined) continue;
      policies.push(policy);
      for (const attachment of attachments) {
        if (!reader.targets(attachment, "policy_id").some(({ id }) => id === resource.id)) continue;
        const target = this.#target(attachment, "target_id");
        this.#byTarget.set(target, [...(this.#byTarget.get(target) ?? []), policy]);
      }
    }
    this.policies = policies;
    for (const account of reader.managed(ACCOUNT)) {
      this.#chains.set(numberOf(account, reader), this.#chain(account));
    }
    this.#management = new Set(
      reader.managed("aws_organizations_organization").map((each) => {
        const told = reader.text(each, "master_account_id");
        // Whoever keeps the organisation as a resource is its management account.
        return told === undefined || told === HOLE ? reader.account(each) : told;
      }),
    );
  }

  /** Whether the graph has an organisation at all. */
  get known(): boolean {
    return this.#chains.size > 0 || this.policies.length > 0;
  }

  /**
   * What stands above an account. Each level has AWS's own FullAWSAccess besides, which Organizations attaches and
   * nobody here takes away. The management account is under no service control policy.
   * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
   */
  above(account: string): Ceilings {
    // Asked for every row of a table: read once, so that compiled patterns are found again as well.
    const before = this.#ceilings.get(account);
    if (before !== undefined) return before;
    const ceilings = this.#above(account);
    this.#ceilings.set(account, ceilings);
    return ceilings;
  }

  #above(account: string): Ceilings {
    if (!this.known || this.#management.has(account)) return NONE;
    const chain = this.#chains.get(account);
    if (chain === undefined) return this.#unplaced(account);
    const levels = (kind: Policy["kind"]) =>
      chain.map((target) => [
        fullAccess(kind),
        ...(this.#byTarget.get(target) ?? []).filter((policy) => policy.kind === kind),
      ]);
    return { serviceControl: levels("service-control"), resourceControl: levels("resource-control") };
  }

  /** An account that the organisation of this graph does not show: its policies may reach it or not. */
  #unplaced(account: string): Ceilings {
    const level = (kind: Policy["kind"]) =>
      this.policies
        .filter((policy) => policy.kind === kind)
        .map(
          (policy): Policy => ({
            ...policy,
            document: undefined,
            missing: `whether ${policy.name} reaches account ${account.replaceAll(HOLE, "(not known)")}`,
          }),
        );
    const of = (kind: Policy["kind"]) => [[fullAccess(kind), ...level(kind)]];
    return { serviceControl: of("service-control"), resourceControl: of("resource-control") };
  }

  #chain(resource: Resource): readonly string[] {
    const chain: string[] = [];
    let at: Resource | undefined = resource;
    while (at !== undefined && !chain.includes(at.id)) {
      chain.unshift(at.id);
      const parent: Resource | undefined = this.#reader.targets(at, "parent_id", UNIT)[0];
      if (parent === undefined) chain.unshift(this.#root(at));
      at = parent;
    }
    return chain;
  }

  /** The organisation's root, by whichever way it is named. */
  #root(child: Resource): string {
    const text = this.#reader.text(child, "parent_id");
    return text !== undefined && text !== HOLE && !text.startsWith("r-") ? text : ROOT;
  }

  #target(attachment: Resource, argument: string): string {
    const [target] = this.#reader.targets(attachment, argument, UNIT, ACCOUNT);
    if (target !== undefined) return target.id;
    const text = this.#reader.text(attachment, argument) ?? HOLE;
    if (/^\d{12}$/.test(text)) {
      const account = this.#reader.managed(ACCOUNT).find((each) => numberOf(each, this.#reader) === text);
      return account?.id ?? text;
    }
    const [organization] = this.#reader.targets(attachment, argument, "aws_organizations_organization");
    return organization !== undefined || text.startsWith("r-") ? ROOT : text;
  }
}

const ROOT = "root";

function fullAccess(kind: Policy["kind"]): Policy {
  return {
    id: "FullAWSAccess",
    attribute: "content",
    kind,
    name: "AWS's FullAWSAccess",
    document: readPolicy(FULL_AWS_ACCESS),
  };
}
