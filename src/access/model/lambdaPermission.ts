import type { Resource } from "../../graph/index.ts";
import { HOLE } from "../matching/pattern.ts";
import type { Condition, PrincipalEntry } from "../policy/document.ts";
import type { Policy } from "../policy/policy.ts";
import { arnOf } from "./arns.ts";
import type { Reader } from "./reader.ts";

/**
 * The statement that AddPermission writes into a function's policy.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function lambdaPermission(permission: Resource, reader: Reader): Policy {
  const principal = reader.text(permission, "principal") ?? HOLE;
  const sid = reader.text(permission, "statement_id");
  const [target] = reader.targets(permission, "function_name", "aws_lambda_function");
  const named = target === undefined ? undefined : arnOf(target, reader);
  const qualifier = reader.text(permission, "qualifier");
  // By name alone it is a function of the permission's own account and region.
  const place = `${reader.region(permission)}:${reader.account(permission)}`;
  const arn = named ?? `arn:aws:lambda:${place}:function:${reader.text(permission, "function_name") ?? HOLE}`;
  const conditions = (
    [
      ["ArnLike", "aws:SourceArn", "source_arn"],
      ["StringEquals", "aws:SourceAccount", "source_account"],
      ["StringEquals", "aws:PrincipalOrgID", "principal_org_id"],
      ["StringEquals", "lambda:FunctionUrlAuthType", "function_url_auth_type"],
      ["StringEquals", "lambda:EventSourceToken", "event_source_token"],
    ] as const
  ).flatMap(([operator, key, argument]): readonly Condition[] => {
    const value = reader.text(permission, argument);
    return value === undefined ? [] : [{ operator, key, values: [value] }];
  });
  return {
    id: permission.id,
    attribute: "action",
    kind: "resource",
    name: permission.id,
    document: {
      variables: false,
      statements: [
        {
          index: 0,
          ...(sid === undefined || sid === HOLE ? {} : { sid }),
          effect: "Allow",
          principals: { except: false, entries: [entryOf(principal)] },
          actions: { except: false, entries: [reader.text(permission, "action") ?? HOLE] },
          resources: { except: false, entries: [qualifier === undefined ? arn : `${arn}:${qualifier}`] },
          conditions,
        },
      ],
    },
  };
}

function entryOf(principal: string): PrincipalEntry {
  if (principal === "*") return { kind: "*", value: "*" };
  return { kind: /\.amazonaws\.com/.test(principal) ? "Service" : "AWS", value: principal };
}
