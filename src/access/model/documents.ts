import type { Resource } from "../../graph/index.ts";
import { HOLE } from "../matching/pattern.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { PolicyError, parsePolicy } from "../policy/parse.ts";
import type { Policy, PolicyKind } from "../policy/policy.ts";
import { documentOfData } from "./documentData.ts";
import type { Reader } from "./reader.ts";

/**
 * The policy that stands in an argument; undefined where the argument is not set. One that Terraform is yet to put
 * together is read from the `aws_iam_policy_document` it comes from, where it comes from one alone.
 */
export function policyAt(
  resource: Resource,
  attribute: string,
  kind: PolicyKind,
  reader: Reader,
  name: string,
): Policy | undefined {
  const text = reader.text(resource, attribute);
  if (text === undefined || text === "") return undefined;
  return { id: resource.id, attribute, kind, name, ...documentIn(resource, attribute, text, reader) };
}

function documentIn(
  resource: Resource,
  attribute: string,
  text: string,
  reader: Reader,
): { readonly document: PolicyDocument | undefined; readonly missing?: string } {
  const where = `${resource.id} ${attribute}`;
  try {
    if (text !== HOLE) return { document: parsePolicy(text) };
    const sources = reader.targets(resource, attribute);
    const [source] = sources;
    if (sources.length === 1 && source?.type === "aws_iam_policy_document") {
      return { document: documentOfData(source, reader) };
    }
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { document: undefined, missing: `a policy that can be read: ${where} ${error.message}` };
  }
  return { document: undefined, missing: `the policy of ${where}, which is known when it is applied` };
}
