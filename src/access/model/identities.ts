import type { Resource } from "../../graph/index.ts";
import { type Caller, callerOf } from "../evaluation/caller.ts";
import { HOLE } from "../matching/pattern.ts";
import type { Policy } from "../policy/policy.ts";
import { arnOf } from "./arns.ts";
import { policyAt } from "./documents.ts";
import { isManagedByAws, managedPolicy } from "./managedPolicies.ts";
import type { Reader } from "./reader.ts";

/** A role or a user, with every policy that makes out what it may. */
export interface Identity {
  /** `Resource.id`. */
  readonly id: string;
  readonly kind: "role" | "user" | "permission-set";
  /** For people: its name. */
  readonly name: string;
  readonly caller: Caller & { readonly kind: "role" | "user" };
  readonly policies: readonly Policy[];
  readonly boundary?: Policy;
  /** Who may take a role on. */
  readonly trust?: Policy;
}

/** Roles and users of the graph, and the policies of those who are not in it. */
export function identitiesOf(reader: Reader): {
  readonly identities: readonly Identity[];
  readonly orphans: readonly Policy[];
} {
  const holders = new Holders(reader);
  const identities = [
    ...reader.managed("aws_iam_role").map((role) => holders.identity(role, "role")),
    ...reader.managed("aws_iam_user").map((user) => holders.identity(user, "user")),
  ];
  return { identities, orphans: holders.orphans };
}

/** Attachments by the identity that they belong to. */
class Holders {
  readonly #reader: Reader;
  /** `Resource.id` of a role, user or group to its policies. */
  readonly #policies = new Map<string, Policy[]>();
  /** `<type> <account> <name>` to the resource of that name. */
  readonly #named = new Map<string, Resource>();
  readonly #groups = new Map<string, Resource[]>();
  /** Policies of somebody who is not in the graph. */
  readonly orphans: Policy[] = [];

  constructor(reader: Reader) {
    this.#reader = reader;
    for (const type of ["aws_iam_role", "aws_iam_user", "aws_iam_group"]) {
      for (const resource of reader.managed(type)) {
        const name = reader.text(resource, "name");
        if (name !== undefined && name !== HOLE) this.#named.set(this.#key(type, resource, name), resource);
      }
    }
    for (const kind of ["role", "user", "group"] as const) {
      const type = `aws_iam_${kind}`;
      for (const each of reader.managed(`${type}_policy`)) {
        const policy = policyAt(each, "policy", "identity", reader, each.id);
        if (policy !== undefined) this.#add(this.#holder(each, kind, type), policy);
      }
      for (const each of reader.managed(`${type}_policy_attachment`)) {
        this.#add(this.#holder(each, kind, type), attached(each, "policy_arn", "identity", reader));
      }
      for (const each of reader.managed("aws_iam_policy_attachment")) {
        const targets = reader.targets(each, `${kind}s`, type);
        const byName = reader
          .texts(each, `${kind}s`)
          .filter((name) => name !== HOLE)
          .map((name) => this.#named.get(this.#key(type, each, name)));
        for (const holder of new Set([...targets, ...byName])) {
          this.#add(holder, attached(each, "policy_arn", "identity", reader));
        }
      }
    }
    this.#memberships();
  }

  identity(resource: Resource, kind: "role" | "user"): Identity {
    const reader = this.#reader;
    const arn = arnOf(resource, reader) ?? HOLE;
    const account = reader.account(resource);
    const inline = reader
      .blocks(resource, "inline_policy")
      .flatMap((block) => policyAt(resource, `${block}.policy`, "identity", reader, resource.id) ?? []);
    const listed = reader
      .texts(resource, "managed_policy_arns")
      .map((policyArn, at) =>
        byArn(
          policyArn,
          reader.targets(resource, `managed_policy_arns[${at}]`)[0],
          resource,
          "identity",
          reader,
        ),
      );
    const groups = kind === "user" ? (this.#groups.get(resource.id) ?? []) : [];
    const boundary =
      reader.text(resource, "permissions_boundary") === undefined
        ? undefined
        : attached(resource, "permissions_boundary", "boundary", reader);
    const trust = policyAt(resource, "assume_role_policy", "trust", reader, resource.id);
    const caller = callerOf(arn);
    return {
      id: resource.id,
      kind,
      name: nameOf(resource, reader),
      caller:
        caller?.kind === "role" || caller?.kind === "user"
          ? { ...caller, kind: caller.kind }
          : { kind, arn, account },
      policies: [
        ...inline,
        ...listed,
        ...(this.#policies.get(resource.id) ?? []),
        ...groups.flatMap((group) => this.#policies.get(group.id) ?? []),
      ],
      ...(boundary === undefined ? {} : { boundary }),
      ...(trust === undefined ? {} : { trust }),
    };
  }

  #memberships() {
    const reader = this.#reader;
    const join = (user: Resource | undefined, group: Resource | undefined) => {
      if (user === undefined || group === undefined) return;
      this.#groups.set(user.id, [...(this.#groups.get(user.id) ?? []), group]);
    };
    const find = (type: string, each: Resource, name: string) => this.#named.get(this.#key(type, each, name));
    for (const each of reader.managed("aws_iam_group_membership")) {
      const group = this.#holder(each, "group", "aws_iam_group");
      for (const name of reader.texts(each, "users")) join(find("aws_iam_user", each, name), group);
    }
    for (const each of reader.managed("aws_iam_user_group_membership")) {
      const user = this.#holder(each, "user", "aws_iam_user");
      for (const name of reader.texts(each, "groups")) join(user, find("aws_iam_group", each, name));
    }
  }

  #holder(each: Resource, argument: string, type: string): Resource | undefined {
    const [target] = this.#reader.targets(each, argument, type);
    if (target !== undefined) return target;
    const name = this.#reader.text(each, argument);
    return name === undefined ? undefined : this.#named.get(this.#key(type, each, name));
  }

  #key(type: string, resource: Resource, name: string): string {
    return `${type} ${this.#reader.account(resource)} ${name}`;
  }

  #add(holder: Resource | undefined, policy: Policy) {
    if (holder === undefined) {
      this.orphans.push(policy);
      return;
    }
    this.#policies.set(holder.id, [...(this.#policies.get(holder.id) ?? []), policy]);
  }
}

function nameOf(resource: Resource, reader: Reader): string {
  const name = reader.text(resource, "name");
  return name === undefined || name === HOLE ? resource.address : name;
}

/** The policy that an argument names by ARN. */
export function attached(
  resource: Resource,
  argument: string,
  kind: "identity" | "boundary",
  reader: Reader,
): Policy {
  const arn = reader.text(resource, argument) ?? HOLE;
  return byArn(arn, reader.targets(resource, argument)[0], resource, kind, reader);
}

function byArn(
  arn: string,
  target: Resource | undefined,
  attachment: Resource,
  kind: "identity" | "boundary",
  reader: Reader,
): Policy {
  if (isManagedByAws(arn)) return managedPolicy(arn, kind);
  const ours = target ?? reader.managed("aws_iam_policy").find((policy) => arnOf(policy, reader) === arn);
  if (ours?.type === "aws_iam_policy") {
    const policy = policyAt(ours, "policy", kind, reader, nameOf(ours, reader));
    if (policy !== undefined) return policy;
  }
  const name = arn === HOLE ? `what ${attachment.id} attaches` : arn;
  return {
    id: attachment.id,
    attribute: "policy_arn",
    kind,
    name,
    document: undefined,
    missing: `the document of ${name}`,
  };
}
