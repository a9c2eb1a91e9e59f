import type { Resource } from "../../graph/index.ts";
import { HOLE } from "../matching/pattern.ts";
import type { Condition, Listed, PolicyDocument, PrincipalEntry, Statement } from "../policy/document.ts";
import { PolicyError, parsePolicy } from "../policy/parse.ts";
import type { Reader } from "./reader.ts";

/**
 * What the data source `aws_iam_policy_document` would give, where parts of it are not known yet. `source_` and
 * `override_policy_documents` are not put together here.
 * Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function documentOfData(data: Resource, reader: Reader): PolicyDocument {
  const json = reader.text(data, "json");
  if (json !== undefined && json !== HOLE) return parsePolicy(json);
  for (const merged of ["source_policy_documents", "override_policy_documents"]) {
    if (reader.texts(data, merged).length > 0) throw new PolicyError(`is merged from others (${merged})`);
  }
  const blocks = reader.blocks(data, "statement");
  if (blocks.length === 0) throw new PolicyError("has no statement that is known");
  return {
    variables: (reader.text(data, "version") ?? "2012-10-17") === "2012-10-17",
    statements: blocks.map((block, index) => statement(data, block, index, reader)),
  };
}

function statement(data: Resource, block: string, index: number, reader: Reader): Statement {
  const effect = reader.text(data, `${block}.effect`) ?? "Allow";
  if (effect !== "Allow" && effect !== "Deny")
    throw new PolicyError(`statement ${index + 1} has an unknown effect`);
  const sid = reader.text(data, `${block}.sid`);
  const resources = listed(data, block, "resources", reader);
  const principals = principalsOf(data, block, reader);
  return {
    index,
    ...(sid === undefined || sid === HOLE ? {} : { sid }),
    effect,
    actions: listed(data, block, "actions", reader) ?? { except: false, entries: [HOLE] },
    ...(resources === undefined ? {} : { resources }),
    ...(principals === undefined ? {} : { principals }),
    conditions: reader.blocks(data, `${block}.condition`).map(
      (each): Condition => ({
        operator: reader.text(data, `${each}.test`) ?? HOLE,
        key: reader.text(data, `${each}.variable`) ?? HOLE,
        values: reader.texts(data, `${each}.values`).map(variables),
      }),
    ),
  };
}

function listed(data: Resource, block: string, name: string, reader: Reader): Listed<string> | undefined {
  const plain = reader.texts(data, `${block}.${name}`).map(variables);
  if (plain.length > 0) return { except: false, entries: plain };
  const except = reader.texts(data, `${block}.not_${name}`).map(variables);
  return except.length > 0 ? { except: true, entries: except } : undefined;
}

function principalsOf(data: Resource, block: string, reader: Reader): Listed<PrincipalEntry> | undefined {
  for (const [name, except] of [
    ["principals", false],
    ["not_principals", true],
  ] as const) {
    const entries = reader.blocks(data, `${block}.${name}`).flatMap((each): readonly PrincipalEntry[] => {
      const kind = reader.text(data, `${each}.type`);
      return reader.texts(data, `${each}.identifiers`).map((value): PrincipalEntry => {
        if (kind === "*" || (kind === "AWS" && value === "*")) return { kind: "*", value };
        if (kind === "AWS" || kind === "Service" || kind === "Federated" || kind === "CanonicalUser") {
          return { kind, value };
        }
        throw new PolicyError(`has principals of an unknown kind`);
      });
    });
    if (entries.length > 0) return { except, entries };
  }
  return undefined;
}

/** In the data source `&{…}` stands for `${…}`, which Terraform takes for itself. */
function variables(text: string): string {
  return text.replaceAll("&{", "${");
}
