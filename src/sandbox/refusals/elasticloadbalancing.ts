import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { askQuery, type Form, items, list, parseForm, textAt, walk } from "../wire/index.ts";
import { zonesOf } from "./lookups.ts";

const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
/** Version of the API of application and network load balancers; the classic ones have another. */
const V2 = "2015-12-01";

function validation(message: string): RefusedCall {
  return { status: 400, code: "ValidationError", message };
}

const name: Refusal = {
  id: "elb-load-balancer-name",
  service: "elasticloadbalancing",
  actions: ["CreateLoadBalancer"],
  rule: "A name has at most 32 letters, digits and hyphens, no hyphen first or last, and does not begin with internal-.",
  source: `${API}/API_CreateLoadBalancer.html`,
  async check(call) {
    const form = parseForm(call.body);
    const given = form.get("Name");
    if (form.get("Version") !== V2 || given === undefined) return undefined;
    if (given.length > 32)
      return validation(`The load balancer name '${given}' cannot be longer than '32' characters`);
    if (!/^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(given)) {
      return validation(
        `The load balancer name '${given}' can only contain characters that are alphanumeric characters and hyphens(-), and cannot begin or end with a hyphen`,
      );
    }
    return given.startsWith("internal-")
      ? validation(`The load balancer name '${given}' cannot begin with 'internal-'`)
      : undefined;
  },
};

const oneZone: Refusal = {
  id: "elb-application-load-balancer-one-zone",
  service: "elasticloadbalancing",
  actions: ["CreateLoadBalancer", "SetSubnets"],
  rule: "An application load balancer has subnets in at least two Availability Zones.",
  source: `${API}/API_CreateLoadBalancer.html`,
  async check(call, world) {
    const form = parseForm(call.body);
    if (form.get("Version") !== V2 || !(await isApplication(form, call, world))) return undefined;
    const mapped = [...items(form, "SubnetMappings").values()].flatMap(
      (mapping) => mapping.get("SubnetId") ?? [],
    );
    const place = { account: call.account, region: call.signedRegion };
    const zones = await zonesOf(world, place, [...list(form, "Subnets"), ...mapped]);
    if (zones === undefined || zones.size >= 2) return undefined;
    return validation("At least two subnets in two different Availability Zones must be specified");
  },
};

async function isApplication(form: Form, call: AwsCall, world: World): Promise<boolean> {
  const arn = form.get("LoadBalancerArn");
  if (arn === undefined) return (form.get("Type") ?? "application") === "application";
  const answer = await askQuery(
    world,
    { account: call.account, region: call.signedRegion },
    "elasticloadbalancing",
    "DescribeLoadBalancers",
    { "LoadBalancerArns.member.1": arn },
  );
  if (answer === undefined) return false;
  return [...walk(answer)].some((node) => textAt(node, "Type") === "application");
}

const logBucket: Refusal = {
  id: "elb-access-log-bucket-policy",
  service: "elasticloadbalancing",
  actions: ["ModifyLoadBalancerAttributes"],
  rule: "The policy of a bucket for access logs lets Elastic Load Balancing write to it.",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  async check(call, world) {
    const form = parseForm(call.body);
    if (form.get("Version") !== V2) return undefined;
    const wanted = new Map(
      [...items(form, "Attributes").values()].map((each) => [each.get("Key"), each.get("Value")]),
    );
    const bucket = wanted.get("access_logs.s3.bucket");
    if (wanted.get("access_logs.s3.enabled") !== "true" || bucket === undefined) return undefined;
    const policy = await world.ask({
      account: call.account,
      service: "s3",
      region: call.signedRegion,
      method: "GET",
      target: `/${bucket}?policy`,
    });
    // Either the service, or ELB's own account of an older region (elb-account-id in the guide).
    const admits = /logdelivery\.elasticloadbalancing\.amazonaws\.com|arn:aws:iam::\d{12}:root/;
    if (policy.status === 200 && admits.test(policy.body.toString())) return undefined;
    return {
      status: 400,
      code: "InvalidConfigurationRequest",
      message: `Access Denied for bucket: ${bucket}. Please check S3bucket permission`,
    };
  },
};

export const elasticLoadBalancingRefusals: readonly Refusal[] = [name, oneZone, logBucket];
