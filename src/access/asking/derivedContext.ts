import type { Resource } from "../../graph/index.ts";
import { valueAt } from "../../graph/index.ts";
import type { ContextValues } from "../evaluation/context.ts";
import { regionOf } from "../matching/arn.ts";
import { HOLE } from "../matching/pattern.ts";
import type { AccessModel } from "../model/accessModel.ts";
import type { Question } from "./question.ts";

/**
 * Keys that follow from who asks for what. Whatever else a policy asks for is unknown until the question says it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function derivedContext(
  model: AccessModel,
  question: Question,
  resource: Resource | undefined,
  resourceAccount: string,
): ContextValues {
  // A bucket's ARN has no region; the request goes to the bucket's.
  const region = regionOf(question.resource) || resource?.region || "";
  return {
    ...ofCaller(model, question),
    ...(resourceAccount === HOLE || resourceAccount === "" ? {} : { "aws:ResourceAccount": resourceAccount }),
    ...(region === "" || region === HOLE ? {} : { "aws:RequestedRegion": region }),
    ...tagsOf(resource, "aws:ResourceTag/"),
    ...(resource === undefined ? {} : aliasesOf(model, resource)),
  };
}

function ofCaller(model: AccessModel, { caller, own }: Question): ContextValues {
  if (caller.kind === "service") {
    return {
      "aws:PrincipalIsAWSService": "true",
      "aws:PrincipalServiceName": caller.name,
      "aws:PrincipalArn": null,
      "aws:PrincipalAccount": null,
      "aws:PrincipalType": null,
      "aws:PrincipalOrgID": null,
      "aws:ViaAWSService": "false",
      "aws:username": null,
      "aws:MultiFactorAuthPresent": null,
    };
  }
  const none = {
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalServiceName": null,
    // Only a service that acts for somebody sends these.
    "aws:SourceAccount": null,
    "aws:SourceArn": null,
    "aws:SourceOrgID": null,
  };
  if (caller.kind === "anonymous" || caller.kind === "federated") {
    const nobody = { "aws:PrincipalAccount": null, "aws:PrincipalOrgID": null, "aws:username": null };
    // A token's session has the ARN of the role it takes on, not of the provider.
    if (caller.kind === "federated") return { ...none, ...nobody };
    return {
      ...none,
      ...nobody,
      "aws:PrincipalArn": null,
      "aws:PrincipalType": "Anonymous",
      "aws:MultiFactorAuthPresent": null,
    };
  }
  const types = { role: "AssumedRole", user: "User", root: "Account" } as const;
  return {
    ...none,
    "aws:PrincipalArn": caller.arn,
    ...(caller.account === HOLE
      ? {}
      : { "aws:PrincipalAccount": caller.account, "kms:CallerAccount": caller.account }),
    "aws:PrincipalType": types[caller.kind],
    "aws:username": caller.kind === "user" ? caller.arn.slice(caller.arn.lastIndexOf("/") + 1) : null,
    ...tagsOf(own?.id === undefined ? undefined : model.graph.byAddress(own.id), "aws:PrincipalTag/"),
  };
}

/** Tags that are known to be there. That a tag is missing is never known: others may set it. */
function tagsOf(resource: Resource | undefined, prefix: string): ContextValues {
  return Object.fromEntries(
    Object.entries(resource?.tags ?? {}).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}

/** Names of a key. */
function aliasesOf(model: AccessModel, resource: Resource): ContextValues {
  if (resource.type !== "aws_kms_key" && resource.type !== "aws_kms_replica_key") return {};
  const names = model.graph.dependentsOf(resource.id).flatMap(({ from }): string[] => {
    const alias = model.graph.byAddress(from);
    if (alias?.type !== "aws_kms_alias") return [];
    const name = valueAt(alias.values, "name");
    return name.kind === "known" && typeof name.value === "string" ? [name.value] : [HOLE];
  });
  return { "kms:ResourceAliases": [...new Set(names)] };
}
