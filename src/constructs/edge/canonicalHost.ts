import { CloudfrontFunction } from "@cdktn/provider-aws/lib/cloudfront-function/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";

export interface CanonicalHostProps {
  readonly naming: Naming;
  /** The name that customers should use, fully qualified. */
  readonly to: string;
  /** Names that are sent there, fully qualified. */
  readonly from: readonly string[];
}

/**
 * Sends customers from one name of the shop to the other, at the edge that they reached: no region is asked, so it
 * works as long as CloudFront does. The path and all of the query travel along, repeated parameters too.
 */
export class CanonicalHost extends Construct {
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: CanonicalHostProps) {
    super(scope, id);
    this.functionArn = new CloudfrontFunction(this, "function", {
      name: nameOf(props.naming, "canonical-host"),
      comment: `To ${props.to}`,
      runtime: "cloudfront-js-2.0",
      publish: true,
      code: canonicalHostCode(props.to, props.from),
    }).arn;
  }
}

/**
 * What runs at the edge: JavaScript of CloudFront's own runtime 2.0, without anything from Node. 308 and not 301, so
 * that a form that was sent to the old name is sent on as it is; a browser remembers it for an hour, not for ever.
 *
 * CloudFront hands over path and query as they were sent, percent-encoded. Only names of this list are moved, so that
 * the function can never send anybody elsewhere.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html (read 2026-11)
 */
export function canonicalHostCode(to: string, from: readonly string[]): string {
  return `const TO = ${JSON.stringify(to)};
const FROM = ${JSON.stringify(from)};

function handler(event) {
  const request = event.request;
  const host = request.headers.host ? request.headers.host.value.toLowerCase() : "";
  if (!FROM.includes(host)) return request;
  return {
    statusCode: 308,
    statusDescription: "Permanent Redirect",
    headers: {
      location: { value: "https://" + TO + request.uri + queryOf(request.querystring) },
      "cache-control": { value: "max-age=3600" },
    },
  };
}

function queryOf(querystring) {
  const parts = [];
  for (const name in querystring) {
    const entry = querystring[name];
    const values = entry.multiValue ? entry.multiValue : [entry];
    for (const each of values) parts.push(each.value === "" ? name : name + "=" + each.value);
  }
  return parts.length === 0 ? "" : "?" + parts.join("&");
}
`;
}
