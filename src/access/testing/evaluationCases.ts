import type { Deciding, Decision } from "../evaluation/evaluate.ts";
import type { Ask } from "../evaluation/statements.ts";
import { NO, unknownFor } from "../matching/truth.ts";
import type { Policy } from "../policy/policy.ts";
import { ACCOUNT, allow, ask, deny, policy, ROLE, USER } from "./requests.ts";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
export const SINGLE = `${GUIDE}/reference_policies_evaluation-logic_policy-eval-basics.html`;
const CROSS = `${GUIDE}/reference_policies_evaluation-logic-cross-account.html`;
const BOUNDARY = `${GUIDE}/access_policies_boundaries.html`;
const SCP = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html";
const SCP_LEVELS =
  "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html";
const RCP = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html";
const NOT_PRINCIPAL = `${GUIDE}/reference_policies_elements_notprincipal.html`;
const PRINCIPAL = `${GUIDE}/reference_policies_elements_principal.html`;
const KEY_POLICY = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html";
const TRUST = `${GUIDE}/id_roles_update-role-trust-policy.html`;
const SESSION = `${GUIDE}/access_policies.html#policies_session`;
const ENDPOINT = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html";

const OBJECT = "arn:aws:s3:::photos/a.png";
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234`;
export const identity = (...statements: object[]) => [policy("identity", ...statements)];
export const resource = (...statements: object[]) => [policy("resource", ...statements)];
export const read = allow("s3:GetObject", "arn:aws:s3:::photos/*");
const toRole = { Principal: { AWS: "arn:aws:iam::111122223333:role/reader" } };
const toAccount = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };
const everyone = { Principal: "*" };
export const unread: Policy = {
  id: "x",
  attribute: "policy",
  kind: "identity",
  name: "x",
  document: undefined,
  missing: "the document of x",
};

export interface EvaluationCase {
  readonly says: string;
  readonly source: string;
  readonly ask?: Ask;
  readonly given: Partial<Deciding>;
  readonly outcome: Decision["outcome"];
  readonly layer?: Decision["layer"];
}

export const get = (more: Parameters<typeof ask>[2] = {}) => ask("s3:GetObject", OBJECT, more);

export const EVALUATION_CASES: readonly EvaluationCase[] = [
  {
    says: "denies what nothing allows",
    source: SINGLE,
    given: {},
    outcome: "deny",
    layer: "identity policies",
  },
  {
    says: "allows what an identity policy allows",
    source: SINGLE,
    given: { identity: identity(read) },
    outcome: "allow",
  },
  {
    says: "denies what any policy denies, whatever else allows it",
    source: SINGLE,
    given: { identity: identity(read, deny("s3:*")), resource: resource({ ...read, ...toRole }) },
    outcome: "deny",
    layer: "explicit deny",
  },
  {
    says: "allows inside an account what the resource's policy alone allows",
    source: SINGLE,
    given: { resource: resource({ ...read, ...toRole }) },
    outcome: "allow",
    layer: "resource policy",
  },
  {
    says: "leaves it to identity policies where a resource's policy names the account",
    source: PRINCIPAL,
    given: { resource: resource({ ...read, ...toAccount }) },
    outcome: "deny",
    layer: "identity policies",
  },
  {
    says: "denies what the boundary does not allow",
    source: BOUNDARY,
    given: { identity: identity(read), boundary: policy("boundary", allow("ec2:*")) },
    outcome: "deny",
    layer: "permissions boundary",
  },
  {
    says: "allows what identity policy and boundary both allow",
    source: BOUNDARY,
    given: { identity: identity(read), boundary: policy("boundary", allow("s3:*")) },
    outcome: "allow",
  },
  {
    says: "lets the boundary limit what a resource's policy grants to a role",
    source: BOUNDARY,
    given: { resource: resource({ ...read, ...toRole }), boundary: policy("boundary", allow("ec2:*")) },
    outcome: "deny",
  },
  {
    says: "does not let the boundary limit what a resource's policy grants to a user",
    source: BOUNDARY,
    ask: get({ caller: USER, bounded: true }),
    given: {
      resource: resource({ ...read, Principal: { AWS: USER.kind === "user" ? USER.arn : "" } }),
      boundary: policy("boundary", allow("ec2:*")),
    },
    outcome: "allow",
  },
  {
    says: "denies what a session policy does not allow",
    source: SESSION,
    given: { identity: identity(read), session: policy("session", allow("ec2:*")) },
    outcome: "deny",
    layer: "session policy",
  },
  {
    says: "denies across accounts what only the identity is allowed",
    source: CROSS,
    given: { identity: identity(read), sameAccount: NO },
    outcome: "deny",
    layer: "resource policy",
  },
  {
    says: "denies across accounts what only the resource allows",
    source: CROSS,
    given: { resource: resource({ ...read, ...toRole }), sameAccount: NO },
    outcome: "deny",
    layer: "identity policies",
  },
  {
    says: "allows across accounts what both allow",
    source: CROSS,
    given: { identity: identity(read), resource: resource({ ...read, ...toRole }), sameAccount: NO },
    outcome: "allow",
  },
  {
    says: "allows across accounts where the resource names the account",
    source: CROSS,
    given: { identity: identity(read), resource: resource({ ...read, ...toAccount }), sameAccount: NO },
    outcome: "allow",
  },
  {
    says: "does not know the answer where only the account would tell",
    source: CROSS,
    given: { identity: identity(read), sameAccount: unknownFor("the account") },
    outcome: "unknown",
  },
  {
    says: "denies what one level of service control policies does not allow",
    source: SCP_LEVELS,
    given: {
      identity: identity(read),
      serviceControl: [[policy("service-control", allow("*"))], [policy("service-control", allow("ec2:*"))]],
    },
    outcome: "deny",
    layer: "service control policies",
  },
  {
    says: "lets a service control policy allow nothing by itself",
    source: SCP,
    given: { serviceControl: [[policy("service-control", allow("*"))]] },
    outcome: "deny",
    layer: "identity policies",
  },
  {
    says: "denies the root user of an account by a service control policy",
    source: SCP,
    ask: get({ caller: { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, account: ACCOUNT } }),
    given: { serviceControl: [[policy("service-control", allow("*"), deny("*"))]] },
    outcome: "deny",
    layer: "explicit deny",
  },
  {
    says: "lets the root user do what nothing denies",
    source: SINGLE,
    ask: get({ caller: { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, account: ACCOUNT } }),
    given: {},
    outcome: "allow",
  },
  {
    says: "does not reach service-linked roles by service control policies",
    source: SCP,
    ask: get({ caller: { ...ROLE, serviceLinked: true } as Ask["caller"] }),
    given: { identity: identity(read), serviceControl: [[policy("service-control", deny("*"))]] },
    outcome: "allow",
  },
  {
    says: "does not reach AWS services by service control policies",
    source: SCP,
    ask: get({ caller: { kind: "service", name: "cloudfront.amazonaws.com" } }),
    given: {
      resource: resource({ ...read, Principal: { Service: "cloudfront.amazonaws.com" } }),
      serviceControl: [[policy("service-control", deny("*"))]],
    },
    outcome: "allow",
  },
  {
    says: "denies anonymous requests by a resource control policy",
    source: RCP,
    ask: get({ caller: { kind: "anonymous" } }),
    given: {
      resource: resource({ ...read, ...everyone }),
      resourceControl: [[policy("resource-control", allow("*", "*", everyone), deny("s3:*", "*", everyone))]],
    },
    outcome: "deny",
    layer: "explicit deny",
  },
  {
    says: "does not reach AWS services by resource control policies",
    source: RCP,
    ask: get({ caller: { kind: "service", name: "cloudfront.amazonaws.com" } }),
    given: {
      resource: resource({ ...read, Principal: { Service: "cloudfront.amazonaws.com" } }),
      resourceControl: [[policy("resource-control", deny("*", "*", everyone))]],
    },
    outcome: "allow",
  },
  {
    says: "lets anybody in by a principal of *",
    source: PRINCIPAL,
    ask: get({ caller: { kind: "anonymous" } }),
    given: { resource: resource({ ...read, ...everyone }) },
    outcome: "allow",
  },
  {
    says: "lets nobody anonymous in by an account",
    source: PRINCIPAL,
    ask: get({ caller: { kind: "anonymous" } }),
    given: { resource: resource({ ...read, ...toAccount }) },
    outcome: "deny",
  },
  {
    says: "takes no wildcard inside a principal",
    source: PRINCIPAL,
    given: { resource: resource({ ...read, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } }) },
    outcome: "deny",
  },
  {
    says: "spares by NotPrincipal under Deny the role whose account stands beside it",
    source: NOT_PRINCIPAL,
    given: {
      identity: identity(read),
      resource: resource({
        Effect: "Deny",
        Action: "s3:*",
        Resource: "*",
        NotPrincipal: { AWS: ["arn:aws:iam::111122223333:role/reader", `arn:aws:iam::${ACCOUNT}:root`] },
      }),
    },
    outcome: "allow",
  },
  {
    says: "denies by NotPrincipal a role whose account does not stand beside it",
    source: NOT_PRINCIPAL,
    given: {
      identity: identity(read),
      resource: resource({
        Effect: "Deny",
        Action: "s3:*",
        Resource: "*",
        NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/reader" },
      }),
    },
    outcome: "deny",
  },
  {
    says: "denies by NotPrincipal whoever has a boundary",
    source: BOUNDARY,
    ask: get({ bounded: true }),
    given: {
      identity: identity(read),
      boundary: policy("boundary", allow("*")),
      resource: resource({
        Effect: "Deny",
        Action: "s3:*",
        Resource: "*",
        NotPrincipal: { AWS: ["arn:aws:iam::111122223333:role/reader", `arn:aws:iam::${ACCOUNT}:root`] },
      }),
    },
    outcome: "deny",
  },
  {
    says: "denies a key's use by IAM alone, where the key's policy does not hand it to the account",
    source: KEY_POLICY,
    ask: ask("kms:Decrypt", KEY),
    given: {
      identity: identity(allow("kms:Decrypt")),
      resourceDecides: true,
      resource: resource(allow("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } })),
    },
    outcome: "deny",
  },
  {
    says: "allows a key's use by IAM where the key's policy hands it to the account",
    source: KEY_POLICY,
    ask: ask("kms:Decrypt", KEY),
    given: {
      identity: identity(allow("kms:Decrypt")),
      resourceDecides: true,
      resource: resource(allow("kms:*", "*", toAccount)),
    },
    outcome: "allow",
  },
  {
    says: "denies a key's use by whom only the account is named for",
    source: KEY_POLICY,
    ask: ask("kms:Decrypt", KEY),
    given: { resourceDecides: true, resource: resource(allow("kms:*", "*", toAccount)) },
    outcome: "deny",
  },
  {
    says: "allows a key's use by whom the key's policy names",
    source: KEY_POLICY,
    ask: ask("kms:Decrypt", KEY),
    given: { resourceDecides: true, resource: resource(allow("kms:Decrypt", "*", toRole)) },
    outcome: "allow",
  },
  {
    says: "denies taking on a role that does not trust the caller, whatever IAM allows",
    source: TRUST,
    ask: ask("sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/admin`),
    given: {
      identity: identity(allow("sts:AssumeRole")),
      resourceDecides: true,
      resource: [
        policy("trust", {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "ec2.amazonaws.com" },
        }),
      ],
    },
    outcome: "deny",
  },
  {
    says: "lets a role be taken on that trusts the account by whom IAM allows it",
    source: TRUST,
    ask: ask("sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/admin`),
    given: {
      identity: identity(allow("sts:AssumeRole")),
      resourceDecides: true,
      resource: [policy("trust", { Effect: "Allow", Action: "sts:AssumeRole", ...toAccount })],
    },
    outcome: "allow",
  },
  {
    says: "lets a role be taken on by whom it names, with no policy of their own",
    source: TRUST,
    ask: ask("sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/admin`),
    given: {
      resourceDecides: true,
      resource: [policy("trust", { Effect: "Allow", Action: "sts:AssumeRole", ...toRole })],
    },
    outcome: "allow",
  },
  {
    says: "denies what the endpoint's policy does not allow",
    source: ENDPOINT,
    given: { identity: identity(read), endpoint: [policy("endpoint", allow("s3:PutObject", "*", everyone))] },
    outcome: "deny",
    layer: "endpoint policy",
  },
];
