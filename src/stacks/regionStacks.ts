import type { EnvironmentRegion, PlacedAuroraStore, PlacedStore } from "../config/index.ts";
import {
  AuroraMember,
  BucketReplication,
  Certificate,
  DataKey,
  FLOW_LOG_ROLE,
  GlobalTable,
  GlobalTableCopy,
  type OwnerTags,
  PublicBalancer,
  REPLICATION_ROLE,
  RegionNetwork,
  ReplicatedBucket,
  SecurityGroups,
  serviceRoleArn,
} from "../constructs/index.ts";
import { type EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { domainOf } from "./globalStacks.ts";
import { homeRegions, keyBirth, keyPurpose, placeholders, stackIds, storeRegions } from "./stackIds.ts";

/** What the regional stacks are built from. */
export interface RegionContext extends EnvironmentContext {
  readonly region: EnvironmentRegion;
}

function regionStack(context: RegionContext, id: string): EnvironmentStack {
  const region = context.region.name;
  return new EnvironmentStack(context, { id, scope: { kind: "region", region }, stateRegion: region });
}

/** Network and security modules: VPC, the home's data key, security groups, the region's certificate. */
export function network(context: RegionContext): EnvironmentStack {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const stack = regionStack(context, ids.network(region.name));
  const { naming, tags } = stack;
  const birth = keyBirth(environment, region.home);
  const key = new DataKey(stack, "data-key", {
    naming,
    region: region.name,
    purpose: keyPurpose(region.home),
    ...(birth === region.name
      ? {}
      : {
          primaryArn: stack.read(
            ids.network(birth),
            "data_key_arn",
            placeholders.keyArn(naming.account, birth),
          ),
        }),
    tags,
  });
  stack.after(ids.global);
  const net = new RegionNetwork(stack, "network", {
    naming,
    region: region.name,
    cidr: region.network.cidr,
    zones: region.network.zones,
    natPerZone: environment.protect,
    logKeyArn: key.arn,
    flowLogRoleArn: serviceRoleArn(naming, FLOW_LOG_ROLE),
    tags,
  });
  const groups = new SecurityGroups(stack, "security", {
    naming,
    vpcId: net.vpc.id,
    servicePort: servicePort(context),
    peerCidrs: homeRegions(environment, region)
      .slice(1)
      .map((peer) => peer.network.cidr),
    tags,
  });
  const certificate = new Certificate(stack, "tls", { naming, domain: domainOf(context), tags });

  const subnetIds = (subnets: readonly { readonly id: string }[]) => subnets.map((subnet) => subnet.id);
  stack.publish("vpc_id", net.vpc.id, "The region's VPC");
  stack.publish("public_subnet_ids", subnetIds(net.publicSubnets), "One for each zone");
  stack.publish("private_subnet_ids", subnetIds(net.privateSubnets), "One for each zone");
  stack.publish("data_subnet_ids", subnetIds(net.dataSubnets), "One for each zone");
  stack.publish("balancer_group_id", groups.balancer.id, "Security group of the public load balancer");
  stack.publish("database_group_id", groups.database.id, "Security group of the relational databases");
  stack.publish("data_key_arn", key.arn, `Key for the data of ${region.home} in this region`);
  stack.publish("certificate_arn", certificate.arn, "Certificate of the domain and its wildcard");
  stack.publish("certificate_proof_name", certificate.proof.name, "CNAME that proves the domain to ACM");
  stack.publish("certificate_proof_value", certificate.proof.value, "Its value");
  return stack;
}

/** Storage module: this region's member of each store that it holds, but for tables. */
export function data(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const members = environment.stores.filter(
    (store) => store.engine !== "dynamodb" && storeRegions(store).includes(region.name),
  );
  if (members.length === 0) return undefined;
  const stack = regionStack(context, ids.data(region.name));
  for (const store of members) {
    if (store.engine === "aurora-postgresql") auroraMember(stack, context, store);
    if (store.engine === "s3") {
      new ReplicatedBucket(stack, store.id, {
        naming: stack.naming,
        region: region.name,
        store: store.id,
        keyArn: keyOf(stack, context, region.name),
        noncurrentDays: store.noncurrentDays,
        protect: environment.protect,
        tags: storeTags(context, store),
      });
    }
  }
  return stack;
}

function auroraMember(stack: EnvironmentStack, context: RegionContext, store: PlacedAuroraStore): void {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const networkId = ids.network(region.name);
  const born = store.birth === region.name;
  // A secondary joins a primary that is there already.
  if (!born) stack.after(ids.data(store.birth));
  new AuroraMember(stack, store.id, {
    naming: stack.naming,
    region: region.name,
    store: store.id,
    origin: born ? "born" : "joined",
    engineVersion: store.engineVersion,
    instanceClass: store.instanceClass,
    instances: store.instancesPerRegion,
    subnetIds: stack.readList(
      networkId,
      "data_subnet_ids",
      region.zones.map(() => placeholders.id("subnet")),
    ),
    securityGroupIds: [stack.read(networkId, "database_group_id", placeholders.id("sg"))],
    keyArn: keyOf(stack, context, region.name),
    credentialCopies: born
      ? store.copies.map((copy) => ({ region: copy, keyArn: keyOf(stack, context, copy) }))
      : [],
    backupRetentionDays: store.backupRetentionDays,
    protect: environment.protect,
    tags: storeTags(context, store),
  });
}

/**
 * Global tables born in this region. Apart from the other stores so that their copies, which the
 * provider takes minutes over, do not wait for databases: see ADR 0003.
 */
export function tables(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const born = environment.stores.filter(
    (store) => store.engine === "dynamodb" && store.birth === region.name,
  );
  if (born.length === 0) return undefined;
  const stack = regionStack(context, ids.tables(region.name));
  for (const store of born) {
    if (store.engine !== "dynamodb") continue;
    new GlobalTable(stack, store.id, {
      naming: stack.naming,
      store: store.id,
      partitionKey: store.partitionKey,
      ...(store.sortKey === undefined ? {} : { sortKey: store.sortKey }),
      keyArn: keyOf(stack, context, region.name),
      protect: environment.protect,
      tags: storeTags(context, store),
    });
  }
  return stack;
}

/** Copies of global tables in this region, apart from everything else: see ADR 0003. */
export function replicas(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const copies = environment.stores.filter(
    (store) => store.engine === "dynamodb" && store.copies.includes(region.name),
  );
  if (copies.length === 0) return undefined;
  const stack = regionStack(context, ids.replicas(region.name));
  for (const store of copies) {
    stack.after(ids.tables(store.birth));
    new GlobalTableCopy(stack, store.id, {
      naming: stack.naming,
      store: store.id,
      birth: store.birth,
      keyArn: keyOf(stack, context, region.name),
      protect: environment.protect,
      tags: storeTags(context, store),
    });
  }
  return stack;
}

/** Compute module, for now the region's public way in. */
export function compute(context: RegionContext): EnvironmentStack {
  const { platform, environment, region } = context;
  const ids = stackIds(environment.name);
  const stack = regionStack(context, ids.compute(region.name));
  const networkId = ids.network(region.name);
  const { naming } = stack;
  stack.after(ids.certificates);
  const balancer = new PublicBalancer(stack, "public", {
    naming,
    vpcId: stack.read(networkId, "vpc_id", placeholders.id("vpc")),
    subnetIds: stack.readList(
      networkId,
      "public_subnet_ids",
      region.zones.map(() => placeholders.id("subnet")),
    ),
    securityGroupId: stack.read(networkId, "balancer_group_id", placeholders.id("sg")),
    certificateArn: stack.read(
      networkId,
      "certificate_arn",
      placeholders.certificateArn(naming.account, region.name),
    ),
    servicePort: servicePort(context),
    healthPath: platform.services.find((service) => service.public)?.healthPath ?? "/healthz",
    protect: environment.protect,
    tags: stack.tags,
  });
  stack.publish("balancer_dns_name", balancer.dnsName, "Public load balancer");
  stack.publish("balancer_zone_id", balancer.zoneId, "Zone of the load balancer's name, for alias records");
  return stack;
}

/** This region's half of the replications between regions. */
export function links(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const replicated = environment.stores.filter(
    (store) => store.engine === "s3" && store.copies.length > 0 && storeRegions(store).includes(region.name),
  );
  if (replicated.length === 0) return undefined;
  const stack = regionStack(context, ids.links(region.name));
  stack.after(ids.global);
  for (const store of replicated) {
    const others = storeRegions(store).filter((each) => each !== region.name);
    // Both ends must be versioned before AWS accepts a replication.
    for (const each of storeRegions(store)) stack.after(ids.data(each));
    new BucketReplication(stack, store.id, {
      naming: stack.naming,
      region: region.name,
      store: store.id,
      destinations: others.map((each) => ({ region: each, keyArn: keyOf(stack, context, each) })),
      roleArn: serviceRoleArn(stack.naming, REPLICATION_ROLE),
    });
  }
  return stack;
}

/** ARN of a region's data key, read from that region's network stack. */
function keyOf(stack: EnvironmentStack, { environment }: EnvironmentContext, region: string): string {
  return stack.read(
    stackIds(environment.name).network(region),
    "data_key_arn",
    placeholders.keyArn(environment.account, region),
  );
}

/** The port that the public services listen on. */
function servicePort({ platform }: EnvironmentContext): number {
  return platform.services.find((service) => service.public)?.port ?? 8080;
}

/** A store belongs to the service that uses it, or to the platform when several do. */
function storeTags({ platform }: EnvironmentContext, store: PlacedStore): OwnerTags {
  const users = platform.services.filter((service) => service.stores.includes(store.store));
  const [only] = users;
  return {
    service: users.length === 1 && only !== undefined ? only.name : store.store,
    owner: only?.owner ?? platform.owner,
    costCentre: only?.costCentre ?? platform.costCentre,
    dataClass: store.data,
  };
}
