import type { AwsCall } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { askQuery, parseForm, textAt, walk } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";

const POSTGRESQL = 5432;
const EVERYBODY = "0.0.0.0/0";

/** By the rule that shuts them, the instances of RDS that nobody reaches by PostgreSQL. */
type Shut = Map<string, ReadonlySet<string>>;

const shutOf = perSandbox((): Shut => new Map());

/** Whether a network ACL keeps everybody from an instance, as it is told now. */
export function isShut(world: World, instanceArn: string): boolean {
  return [...shutOf(world).values()].some((instances) => instances.has(instanceArn));
}

/** Rules of network ACLs that turn everybody away from databases. */
export const subnetAccess: Overlay = {
  name: "ec2-network-acls",
  service: "ec2",
  grade: "modelled",
  models:
    "Rules of network ACLs that turn every address away from port 5432: the instances of RDS in the list's subnets, as they are when the rule is made or replaced, take nothing from then on, over open connections neither. Leaves out rules with a lower number that would let somebody in, ranges that are not all addresses, other ports, and traffic in general.",
  async handle(call, world) {
    if (!/^(Create|Replace|Delete)NetworkAclEntry$/.test(call.action)) return undefined;
    const reply = await world.forward(call);
    if (reply.status < 300) await note(call, world);
    return reply;
  },
};

async function note(call: AwsCall, world: World): Promise<void> {
  const form = parseForm(call.body);
  const list = form.get("NetworkAclId") ?? "";
  const place = { account: call.account, region: call.signedRegion };
  const key = `${place.account} ${place.region} ${list} ${form.get("RuleNumber")} ${form.get("Egress")}`;
  const shut = shutOf(world);
  shut.delete(key);
  if (call.action === "DeleteNetworkAclEntry" || !turnsAway(form)) return;
  const subnets = await subnetsOf(world, place, list);
  shut.set(key, await instancesIn(world, place, subnets));
}

function turnsAway(form: ReadonlyMap<string, string>): boolean {
  const [from, to] = [form.get("PortRange.From"), form.get("PortRange.To")].map(Number);
  const allPorts = form.get("Protocol") === "-1";
  return (
    form.get("Egress") !== "true" &&
    form.get("RuleAction") === "deny" &&
    form.get("CidrBlock") === EVERYBODY &&
    (allPorts || ((from ?? Number.NaN) <= POSTGRESQL && POSTGRESQL <= (to ?? Number.NaN)))
  );
}

type Place = { readonly account: string; readonly region: string };

async function subnetsOf(world: World, place: Place, list: string): Promise<ReadonlySet<string>> {
  const answer = await askQuery(world, place, "ec2", "DescribeNetworkAcls", { "NetworkAclId.1": list });
  return new Set(
    (answer === undefined ? [] : [...walk(answer)]).flatMap((node) => textAt(node, "subnetId") ?? []),
  );
}

/** ARNs of those of which a subnet is among these. */
async function instancesIn(
  world: World,
  place: Place,
  subnets: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const answer = await askQuery(world, place, "rds", "DescribeDBInstances", {});
  const found = new Set<string>();
  for (const node of answer === undefined ? [] : walk(answer)) {
    const arn = textAt(node, "DBInstanceArn");
    if (arn === undefined) continue;
    const theirs = [...walk(node)].flatMap((each) => textAt(each, "SubnetIdentifier") ?? []);
    if (theirs.some((each) => subnets.has(each))) found.add(arn);
  }
  return found;
}
