import type { Resource, ResourceGraph } from "../../graph/index.ts";
import { compile, HOLE, matches, type Pattern } from "../matching/pattern.ts";
import type { Policy } from "../policy/policy.ts";
import { arnOf } from "./arns.ts";
import { policyAt } from "./documents.ts";
import { type Identity, identitiesOf } from "./identities.ts";
import { Organization } from "./organization.ts";
import { permissionSetRoles } from "./permissionSets.ts";
import { Reader } from "./reader.ts";
import { type Guarded, guardedOf, RESOURCE_POLICY_TYPES } from "./resourcePolicies.ts";

export interface AccessOptions {
  /** Account of resources of which the graph does not tell it. */
  readonly account?: string;
}

/** Something that could not be read or placed, so that what is said of the rest is short of it. */
export interface AccessNotice {
  readonly code:
    | "policy-unknown"
    | "policy-unread-type"
    | "policy-of-nobody"
    | "account-unknown"
    | "no-organization";
  readonly text: string;
  readonly places: readonly string[];
}

/** Who is there, what guards what, and every policy that could be found. */
export interface AccessModel {
  readonly graph: ResourceGraph;
  readonly identities: readonly Identity[];
  readonly guarded: readonly Guarded[];
  readonly endpoints: readonly { readonly id: string; readonly policy: Policy }[];
  readonly organization: Pick<Organization, "above" | "known">;
  /** Each once, also those that nothing attaches. */
  readonly policies: readonly Policy[];
  readonly notices: readonly AccessNotice[];
  /** The ARN of a resource as far as it is known. */
  readonly arnOf: (resource: Resource) => string | undefined;
  /** What guards the resource of that ARN: a bucket's policy its objects as well. */
  readonly guarding: (arn: string) => readonly Guarded[];
  /** Whether a resource of the graph has that ARN, or is what it lies in. */
  readonly has: (arn: string) => boolean;
}

/** Types whose policies are read here. */
const READ_TYPES: ReadonlySet<string> = new Set([
  ...RESOURCE_POLICY_TYPES,
  "aws_iam_role",
  "aws_iam_user",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_policy",
  "aws_organizations_policy",
  "aws_ssoadmin_permission_set_inline_policy",
]);

/** Reads every policy of a graph. Never throws for what stands in one: what cannot be read is unknown, and said. */
export function readAccess(graph: ResourceGraph, options: AccessOptions = {}): AccessModel {
  const reader = new Reader(graph, options);
  const organization = new Organization(reader);
  const { identities: entities, orphans } = identitiesOf(reader);
  const identities = [...entities, ...permissionSetRoles(reader)];
  const guarded = guardedOf(reader);
  const guards = guarded.map(({ arn }) => patternsOf(arn));
  let known: (readonly Pattern[])[] | undefined;
  const endpoints = endpointsOf(reader);
  const loose = reader
    .managed("aws_iam_policy")
    .flatMap((each) => policyAt(each, "policy", "identity", reader, each.id) ?? []);
  const policies = unique([
    ...identities.flatMap((each) => [
      ...each.policies,
      ...(each.boundary === undefined ? [] : [each.boundary]),
      ...(each.trust === undefined ? [] : [each.trust]),
    ]),
    ...guarded.flatMap((each) => each.policies),
    ...endpoints.map(({ policy }) => policy),
    ...organization.policies,
    ...orphans,
    ...loose,
  ]);
  return {
    graph,
    identities,
    guarded,
    endpoints,
    organization,
    policies,
    notices: noticesOf(reader, policies, orphans, organization),
    arnOf: (resource) => arnOf(resource, reader),
    guarding: remembered((arn) => guarded.filter((_, at) => within(arn, guards[at] ?? []))),
    has: remembered((arn) => {
      known ??= reader.graph.resources
        .filter(({ mode }) => mode === "managed")
        .flatMap((each) => arnOf(each, reader) ?? [])
        .map(patternsOf);
      return known.some((patterns) => within(arn, patterns));
    }),
  };
}

/** Everybody is asked about the same resource. */
function remembered<Result>(find: (arn: string) => Result): (arn: string) => Result {
  const found = new Map<string, Result>();
  return (arn) => {
    const before = found.get(arn);
    if (before !== undefined) return before;
    const result = find(arn);
    found.set(arn, result);
    return result;
  };
}

/** A policy of a bucket or a table speaks of what is in it, too. */
function patternsOf(arn: string): readonly Pattern[] {
  return [arn, `${arn}/*`, `${arn}:*`].flatMap((text) => compile(text) ?? []);
}

function within(arn: string, patterns: readonly Pattern[]): boolean {
  return patterns.some((pattern) => matches(pattern, arn) !== "no");
}

function endpointsOf(reader: Reader): AccessModel["endpoints"] {
  return ["aws_vpc_endpoint", "aws_vpc_endpoint_policy"].flatMap((type) =>
    reader.managed(type).flatMap((resource) => {
      const policy = policyAt(resource, "policy", "endpoint", reader, resource.id);
      const [endpoint] =
        type === "aws_vpc_endpoint" ? [resource] : reader.targets(resource, "vpc_endpoint_id");
      return policy === undefined ? [] : [{ id: endpoint?.id ?? resource.id, policy }];
    }),
  );
}

function unique(policies: readonly Policy[]): readonly Policy[] {
  return [...new Map(policies.map((policy) => [`${policy.id} ${policy.attribute}`, policy])).values()];
}

function noticesOf(
  reader: Reader,
  policies: readonly Policy[],
  orphans: readonly Policy[],
  organization: Organization,
): readonly AccessNotice[] {
  const unread = policies.filter(({ document }) => document === undefined);
  const foreign = reader.graph.resources.filter(
    (resource) => resource.mode === "managed" && !READ_TYPES.has(resource.type) && holdsPolicy(resource),
  );
  const accountless = reader.graph.resources.filter(
    (each) => each.mode === "managed" && each.type.startsWith("aws_") && reader.account(each) === HOLE,
  );
  const notices: readonly AccessNotice[] = [
    {
      code: "policy-unknown",
      text: "policies that are not known: what they allow or deny is unknown",
      places: unread.map(({ id }) => id),
    },
    {
      code: "policy-unread-type",
      text: "resources that hold a policy of a kind that is not evaluated",
      places: foreign.map(({ id }) => id),
    },
    {
      code: "policy-of-nobody",
      text: "policies of an identity that is not in this graph",
      places: orphans.map(({ id }) => id),
    },
    {
      code: "account-unknown",
      text: "resources of an account that nothing tells; they are taken for those of one account (--account says which)",
      places: accountless.map(({ id }) => id),
    },
  ];
  const found = notices
    .filter(({ places }) => places.length > 0)
    .map((notice) => ({ ...notice, places: [...new Set(notice.places)].sort() }));
  if (organization.known) return found;
  const text = "no organisation is in this graph: service control policies could deny more";
  return [...found, { code: "no-organization", text, places: [] }];
}

/** A text that looks like a policy document. */
function holdsPolicy({ values }: Resource): boolean {
  return Object.values(values.known).some(
    (value) =>
      typeof value === "string" &&
      value.startsWith("{") &&
      /"Statement"\s*:/.test(value) &&
      /"Effect"\s*:/.test(value),
  );
}
