import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import {
  cachesOf,
  type GlobalGroup,
  globalGroups,
  memberIn,
  refuseGlobalDeletion,
  refuseMemberDeletion,
  refusePrimaryLeaving,
} from "../overlays/elasticache/index.ts";
import { type Form, parseForm } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";
const API = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference";

/** What a rule looks at: the call, and the account's global datastores as they stand now. */
interface Look {
  readonly call: AwsCall;
  readonly form: Form;
  readonly world: World;
  readonly globals: readonly GlobalGroup[];
}

interface GlobalRule extends Omit<Refusal, "service" | "check"> {
  check(look: Look): RefusedCall | undefined;
}

function datastore({ check, ...rule }: GlobalRule): Refusal {
  return {
    ...rule,
    service: "elasticache",
    check: async (call, world) => {
      const globals = globalGroups(cachesOf(world).globals, call.account, world);
      return check({ call, form: parseForm(call.body), world, globals });
    },
  };
}

function refused(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

function nameIn(form: Form, parameter: string): string {
  return (form.get(parameter) ?? "").toLowerCase();
}

function named({ form, globals }: Look): GlobalGroup | undefined {
  return globals.find((global) => global.id === nameIn(form, "GlobalReplicationGroupId"));
}

/** The global datastore that the replication group of the called region belongs to. */
function around({ call, form, globals }: Look): GlobalGroup | undefined {
  const id = nameIn(form, "ReplicationGroupId");
  return globals.find((global) => memberIn(global, call.signedRegion, id) !== undefined);
}

/** The m and r families from the fifth on; their smallest size is `large`. */
const GLOBAL_NODE_TYPE = /^cache\.[mr](?:[5-9]|\d\d)[a-z]*\.(?:\d*x)?large$/;

const nodeType = datastore({
  id: "elasticache-global-node-type",
  actions: ["CreateGlobalReplicationGroup", "ModifyGlobalReplicationGroup"],
  rule: "Members of a global datastore have node types of the m5 and r5 families or later, none of the t families.",
  source: `${GUIDE}/Redis-Global-Datastores-Getting-Started.html`,
  check({ call, form, world }) {
    const here = cachesOf(world).in(call.account, call.signedRegion);
    const type =
      form.get("CacheNodeType") ?? here.groups.get(nameIn(form, "PrimaryReplicationGroupId"))?.nodeType;
    if (type === undefined || GLOBAL_NODE_TYPE.test(type)) return undefined;
    return refused("InvalidParameterValue", `Node type ${type} is not supported for Global Datastore.`);
  },
});

/** What a secondary takes from its primary and must not be told. */
const INHERITED = [
  "PrimaryClusterId",
  "AutomaticFailoverEnabled",
  "NumNodeGroups",
  "CacheParameterGroupName",
  "CacheNodeType",
  "Engine",
  "EngineVersion",
  "TransitEncryptionEnabled",
  "AtRestEncryptionEnabled",
  "SnapshotName",
];

const inherited = datastore({
  id: "elasticache-global-secondary-inherits",
  actions: ["CreateReplicationGroup"],
  rule: "A secondary takes engine, version, node type, parameters, failover and encryption from its primary; a call that names them is wrong.",
  source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/red-ug/Redis-Global-Datastores-CLI.html",
  check({ form }) {
    if (!form.has("GlobalReplicationGroupId")) return undefined;
    const told = INHERITED.filter((parameter) => form.has(parameter));
    if (told.length === 0) return undefined;
    return refused(
      "InvalidParameterCombination",
      `Cannot specify ${told.join(", ")} when creating a replication group in a Global Datastore.`,
    );
  },
});

const throughGlobal = datastore({
  id: "elasticache-global-member-scaled-alone",
  actions: ["ModifyReplicationGroup"],
  rule: "Node type and engine version of a member change through the global datastore, for all members at once.",
  source: `${GUIDE}/Redis-Global-Datastores-Getting-Started.html`,
  check(look) {
    const told = ["CacheNodeType", "EngineVersion"].filter((parameter) => look.form.has(parameter));
    const global = around(look);
    if (told.length === 0 || global === undefined) return undefined;
    return refused(
      "InvalidParameterCombination",
      `Cannot modify ${told.join(", ")} of a member of Global Datastore ${global.id}; modify the Global Datastore.`,
    );
  },
});

const primaryLeaves = datastore({
  id: "elasticache-global-primary-leaves",
  actions: ["DisassociateGlobalReplicationGroup"],
  rule: "Only secondary clusters are removed from a global datastore, never its primary.",
  source: `${API}/API_DisassociateGlobalReplicationGroup.html`,
  check(look) {
    const global = named(look);
    const region = look.form.get("ReplicationGroupRegion") ?? "";
    const member =
      global === undefined ? undefined : memberIn(global, region, nameIn(look.form, "ReplicationGroupId"));
    return global === undefined || member === undefined ? undefined : refusePrimaryLeaving(global, member);
  },
});

const memberDeleted = datastore({
  id: "elasticache-global-member-deleted",
  actions: ["DeleteReplicationGroup"],
  rule: "A cluster can only be deleted when it is no longer associated with any global datastore.",
  source: `${API}/API_DeleteGlobalReplicationGroup.html`,
  check: (look) => refuseMemberDeletion(around(look), nameIn(look.form, "ReplicationGroupId")),
});

const deletedWithSecondaries = datastore({
  id: "elasticache-global-deleted-with-secondaries",
  actions: ["DeleteGlobalReplicationGroup"],
  rule: "A global datastore is deleted after its secondary clusters were disassociated, when it contains only the primary.",
  source: `${API}/API_DeleteGlobalReplicationGroup.html`,
  check(look) {
    const global = named(look);
    return global === undefined ? undefined : refuseGlobalDeletion(global);
  },
});

export const globalDatastoreRefusals: readonly Refusal[] = [
  nodeType,
  inherited,
  throughGlobal,
  primaryLeaves,
  memberDeleted,
  deletedWithSecondaries,
];
