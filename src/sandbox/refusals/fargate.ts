import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { askQuery, jsonBody, type Place, textAt, walk } from "../wire/index.ts";
import { eks, object, place } from "./eks.ts";

const GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide";

/** Quotas of a cluster before AWS is asked for more: `${GUIDE}/service-quotas.html`, read November 2026. */
const PROFILES = 10;
const SELECTORS = 5;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const publicSubnet = eks({
  id: "eks-fargate-public-subnet",
  actions: ["CreateFargateProfile"],
  rule: "The subnets of a Fargate profile have no route to an internet gateway.",
  source: `${GUIDE}/fargate-profile.html`,
  async check({ subnets }, call, world) {
    for (const subnet of listOf(subnets).map(String)) {
      if (await leadsOut(world, place(call), subnet))
        return `Subnet ${subnet} provided in Fargate Profile is not a private subnet`;
    }
    return undefined;
  },
});

/** Whether the subnet's route table, its own or the VPC's main one, has a route to an internet gateway. */
async function leadsOut(world: World, at: Place, subnet: string): Promise<boolean> {
  const own = await tables(world, at, { "association.subnet-id": subnet });
  if (own.length > 0) return own.some(toInternet);
  const asked = await askQuery(world, at, "ec2", "DescribeSubnets", { "SubnetId.1": subnet });
  const vpc =
    asked === undefined
      ? undefined
      : [...walk(asked)].map((node) => textAt(node, "vpcId")).find((id) => id !== undefined);
  if (vpc === undefined) return false;
  return (await tables(world, at, { "vpc-id": vpc, "association.main": "true" })).some(toInternet);
}

async function tables(
  world: World,
  at: Place,
  filters: Readonly<Record<string, string>>,
): Promise<readonly string[][]> {
  const form = Object.entries(filters).flatMap(([name, value], index) => [
    [`Filter.${index + 1}.Name`, name],
    [`Filter.${index + 1}.Value.1`, value],
  ]);
  const answer = await askQuery(world, at, "ec2", "DescribeRouteTables", Object.fromEntries(form));
  if (answer === undefined) return [];
  return [...walk(answer)]
    .filter((node) => node.name === "item" && textAt(node, "routeTableId") !== undefined)
    .filter((node) => [...walk(node)].some(({ name }) => name === "routeSet"))
    .map((node) => [...walk(node)].flatMap((each) => textAt(each, "gatewayId") ?? []));
}

function toInternet(gateways: readonly string[]): boolean {
  return gateways.some((gateway) => gateway.startsWith("igw-"));
}

const trust = eks({
  id: "eks-fargate-role-trust",
  actions: ["CreateFargateProfile"],
  rule: "The pod execution role lets eks-fargate-pods.amazonaws.com take it on, on behalf of this profile.",
  source: `${GUIDE}/pod-execution-role.html`,
  async check({ fargateProfileName, podExecutionRoleArn }, call, world) {
    const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(String(podExecutionRoleArn));
    // Only roles of the cluster's own account can be looked up.
    if (role?.[1] !== call.account || role[2] === undefined) return undefined;
    const [, , cluster = ""] = new URL(call.target, "http://sandbox").pathname.split("/");
    const profile = `arn:aws:eks:${call.signedRegion}:${call.account}:fargateprofile/${cluster}/${String(fargateProfileName)}/id`;
    const statements = await trustOf(world, call.account, role[2]);
    if (statements.some((statement) => letsIn(object(statement), profile))) return undefined;
    return "Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal";
  },
});

async function trustOf(world: World, account: string, name: string): Promise<readonly unknown[]> {
  const answer = await askQuery(world, { account, region: "us-east-1" }, "iam", "GetRole", {
    RoleName: name,
  });
  if (answer === undefined) return [];
  const text = [...walk(answer)].map((node) => textAt(node, "AssumeRolePolicyDocument")).find(Boolean);
  return text === undefined ? [] : listOf(object(JSON.parse(decodeURIComponent(text))).Statement);
}

function letsIn(
  { Effect, Principal, Condition }: Readonly<Record<string, unknown>>,
  profile: string,
): boolean {
  const services = [object(Principal).Service].flat();
  if (Effect !== "Allow" || !services.includes("eks-fargate-pods.amazonaws.com")) return false;
  const wanted = object(object(Condition).ArnLike)["aws:SourceArn"];
  return wanted === undefined || [wanted].flat().some((pattern) => like(String(pattern), profile));
}

function like(pattern: string, arn: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(arn);
}

/** EKS's own error for a quota. */
function limit(message: string): RefusedCall {
  return { status: 400, code: "ResourceLimitExceededException", message };
}

const tooManyProfiles: Refusal = {
  id: "eks-fargate-profiles-quota",
  service: "eks",
  actions: ["CreateFargateProfile"],
  rule: "A cluster has at most ten Fargate profiles, until AWS raises the quota.",
  source: `${GUIDE}/service-quotas.html`,
  async check(call, world) {
    const { fargateProfileNames } = (await profilesOf(call, world)) ?? {};
    if (listOf(fargateProfileNames).length < PROFILES) return undefined;
    return limit(`Fargate profile limit exceeded: ${PROFILES} per cluster`);
  },
};

function profilesOf(call: AwsCall, world: World) {
  return askRest(world, place(call), new URL(call.target, "http://sandbox").pathname);
}

async function askRest(world: World, at: Place, target: string) {
  const reply = await world.ask({ ...at, service: "eks", method: "GET", target, headers: {}, body: "" });
  return reply.status >= 300 ? undefined : object(JSON.parse(reply.body.toString()));
}

const tooManySelectors: Refusal = {
  id: "eks-fargate-selectors-quota",
  service: "eks",
  actions: ["CreateFargateProfile"],
  rule: "A Fargate profile has at most five selectors, until AWS raises the quota.",
  source: `${GUIDE}/service-quotas.html`,
  async check(call) {
    if (listOf(jsonBody(call).selectors).length <= SELECTORS) return undefined;
    return limit(`Fargate profile selector limit exceeded: ${SELECTORS} per profile`);
  },
};

export const fargateRefusals: readonly Refusal[] = [publicSubnet, trust, tooManyProfiles, tooManySelectors];
