import type { Resource } from "../../graph/index.ts";
import { RequestContext } from "../evaluation/context.ts";
import { type Deciding, type Decision, evaluate } from "../evaluation/evaluate.ts";
import { accountOf, shown } from "../matching/arn.ts";
import { compile, HOLE, matches } from "../matching/pattern.ts";
import { type Truth, truthOf, unknownFor, YES } from "../matching/truth.ts";
import type { AccessModel } from "../model/accessModel.ts";
import type { Policy } from "../policy/policy.ts";
import { derivedContext } from "./derivedContext.ts";
import type { Question } from "./question.ts";

/**
 * Services whose resources can have policies of their own. A resource of theirs that is not in the graph may have
 * one that nobody here has read.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html,
 * column "Resource-based policies"; only those that the model reads.
 */
const WITH_RESOURCE_POLICIES: ReadonlySet<string> = new Set([
  "backup",
  "dynamodb",
  "ecr",
  "elasticfilesystem",
  "events",
  "kinesis",
  "kms",
  "lambda",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
]);

/**
 * Answers a question by what the model knows, as AWS would by its published logic. An ARN that could be that of
 * several resources of the graph is taken for one of them: what they agree on is known.
 */
export function decide(model: AccessModel, question: Question): Decision {
  const found =
    question.resourceId === undefined && question.resource !== "*" ? model.guarding(question.resource) : [];
  if (found.length <= 1) return decideOne(model, question);
  const decisions = found.map(({ id }) => decideOne(model, { ...question, resourceId: id }));
  const [first] = decisions;
  if (first !== undefined && decisions.every(({ outcome }) => outcome === first.outcome)) {
    return { ...first, by: decisions.flatMap(({ by }) => by) };
  }
  const which = `which of ${found.length} resources ${shown(question.resource)} is`;
  const missing = new Set([which, ...decisions.flatMap((decision) => decision.missing)]);
  return { outcome: "unknown", by: decisions.flatMap(({ by }) => by), missing: [...missing].sort() };
}

function decideOne(model: AccessModel, question: Question): Decision {
  const service = question.action.slice(0, question.action.indexOf(":")).toLowerCase();
  const takesRole = service === "sts" && /^sts:AssumeRole/i.test(question.action);
  const subject = subjectOf(model, question);
  const resourceAccount = accountOfResource(model, question, subject);
  const { caller, own } = question;
  const context = new RequestContext(() => [
    derivedContext(model, question, subject, resourceAccount),
    question.context ?? {},
  ]);
  const entity = caller.kind === "role" || caller.kind === "user" || caller.kind === "root";
  const above = entity ? model.organization.above(caller.account) : undefined;
  const aboveResource = resourceAccount === "" ? undefined : model.organization.above(resourceAccount);
  const deciding: Deciding = {
    identity: entity ? (own?.policies ?? unknownIdentity(question)) : [],
    ...(own?.boundary === undefined ? {} : { boundary: own.boundary }),
    resource: takesRole ? trustOf(model, question) : resourcePolicies(model, question, service, subject),
    resourceDecides: takesRole || (service === "kms" && question.resource !== "*"),
    serviceControl: above?.serviceControl ?? [],
    resourceControl: aboveResource?.resourceControl ?? [],
    ...(question.endpoint === undefined ? {} : { endpoint: endpointPolicies(model, question.endpoint) }),
    sameAccount: entity ? sameAccount(caller.account, resourceAccount) : YES,
  };
  return evaluate(
    {
      caller,
      action: question.action,
      resource: question.resource,
      context,
      bounded: own?.boundary !== undefined,
      ...(question.brief === undefined ? {} : { brief: question.brief }),
    },
    deciding,
  );
}

/** The resource of the graph that is asked about, or in which what is asked about lies. */
function subjectOf(model: AccessModel, question: Question): Resource | undefined {
  if (question.resourceId !== undefined) return model.graph.byAddress(question.resourceId);
  const found = model.guarding(question.resource);
  return found.length === 1 && found[0] !== undefined ? model.graph.byAddress(found[0].id) : undefined;
}

/** Empty for `*`: such an action is done to the caller's own account. */
function accountOfResource(model: AccessModel, question: Question, subject: Resource | undefined): string {
  if (question.resource === "*") return "";
  const told = accountOf(question.resource);
  if (told !== undefined && told !== "") return told;
  const [guarded] = subject === undefined ? [] : model.guarded.filter(({ id }) => id === subject.id);
  return guarded?.account ?? subject?.account ?? HOLE;
}

function sameAccount(caller: string, resource: string): Truth {
  // Where nothing tells any account, all is taken for one account; a notice of the model says so.
  if (resource === "" || caller === resource) return YES;
  if (caller === HOLE || resource === HOLE) return unknownFor("the account of caller or resource");
  return truthOf(false);
}

function resourcePolicies(
  model: AccessModel,
  question: Question,
  service: string,
  subject: Resource | undefined,
): readonly Policy[] {
  if (question.resource === "*") return [];
  const found =
    question.resourceId === undefined
      ? model.guarding(question.resource)
      : model.guarded.filter(({ id }) => id === question.resourceId);
  if (found.length > 0) return found.flatMap(({ policies }) => policies);
  if (!WITH_RESOURCE_POLICIES.has(service) || subject !== undefined || model.has(question.resource))
    return [];
  const name = `the policy of ${shown(question.resource)}, which is not in this graph`;
  return [
    {
      id: question.resource,
      attribute: "policy",
      kind: "resource",
      name,
      document: undefined,
      missing: name,
    },
  ];
}

function trustOf(model: AccessModel, { resource }: Question): readonly Policy[] {
  const pattern = compile(resource, { wildcards: false });
  const role =
    model.identities.find(({ caller }) => caller.arn === resource) ??
    model.identities.find(({ caller }) => pattern !== undefined && matches(pattern, caller.arn) !== "no");
  if (role?.trust !== undefined) return [role.trust];
  const name = `the trust of ${shown(resource)}, which is not in this graph`;
  return [
    {
      id: resource,
      attribute: "assume_role_policy",
      kind: "trust",
      name,
      document: undefined,
      missing: name,
    },
  ];
}

function unknownIdentity({ caller }: Question): readonly Policy[] {
  if (caller.kind === "root") return [];
  const name = `the policies of ${"arn" in caller ? shown(caller.arn) : caller.kind}, who is not in this graph`;
  return [{ id: name, attribute: "policy", kind: "identity", name, document: undefined, missing: name }];
}

function endpointPolicies(model: AccessModel, id: string): readonly Policy[] {
  return model.endpoints.filter((each) => each.id === id).map(({ policy }) => policy);
}
