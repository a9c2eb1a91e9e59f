import { DbProxy } from "@cdktn/provider-aws/lib/db-proxy/index.js";
import { DbProxyDefaultTargetGroup } from "@cdktn/provider-aws/lib/db-proxy-default-target-group/index.js";
import { DbProxyEndpoint } from "@cdktn/provider-aws/lib/db-proxy-endpoint/index.js";
import { DbProxyTarget } from "@cdktn/provider-aws/lib/db-proxy-target/index.js";
import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { proxyName, proxyRoleArn } from "./proxyNames.ts";

export interface DatabaseProxyProps {
  readonly naming: Naming;
  /** Placed store, `orders-us`. */
  readonly store: string;
  /** Identifier of what it leads to in this region. */
  readonly target: { readonly cluster: string } | { readonly instance: string };
  /** Instances of the cluster: RDS Proxy takes none that is without. Empty for a single instance. */
  readonly after: readonly ITerraformDependable[];
  /** Data subnets, in two zones at least. */
  readonly subnetIds: readonly string[];
  /** Group of the proxies: `ProxyGroup`. */
  readonly securityGroupId: string;
  /** ARNs of the secrets of its users, in this region. At least one. */
  readonly secretArns: readonly string[];
  readonly tags: OwnerTags;
}

/** Of the connections that the database takes: the rest is for services, which connect by themselves. */
const SHARE_PERCENT = 50;

/** Seconds that a function waits for a connection: after that an error says more than a run that times out. */
const BORROW_SECONDS = 10;

/**
 * RDS Proxy before this region's member of a store: a function that has a thousand runs going needs a thousand
 * connections for a moment each, and a database has some hundreds. TLS and IAM are required of whoever connects.
 *
 * The same in every region, whoever writes. Of a global database the proxy at the writer's region reads and writes;
 * elsewhere it answers "The target group doesn't have any associated read/write instances" until that region's cluster
 * is promoted, and `reads` answers everywhere. So a client is given the proxies of all regions of the store, its own
 * first, and tries the next on that answer: a failover changes no configuration, and no connection outlives it anyway.
 * The same goes for a read replica, whose writes PostgreSQL refuses until it is promoted.
 *
 * A proxy keeps connections, so a database that would pause when nobody uses it never does (recalled).
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-gdb.html and
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-endpoints.html, read November 2026.
 */
export class DatabaseProxy extends Construct {
  /** Leads to this region's writer, when it has one. */
  readonly endpoint: string;
  /** Leads to this region's readers. A proxy of a single instance has none. */
  readonly readsEndpoint: string | undefined;

  constructor(scope: Construct, id: string, props: DatabaseProxyProps) {
    super(scope, id);
    const { naming, store, target } = props;
    const name = proxyName(naming, store);
    const subnets = {
      vpcSubnetIds: [...props.subnetIds],
      vpcSecurityGroupIds: [props.securityGroupId],
    };
    const proxy = new DbProxy(this, "proxy", {
      name,
      engineFamily: "POSTGRESQL",
      roleArn: proxyRoleArn(naming),
      requireTls: true,
      idleClientTimeout: 1800,
      auth: props.secretArns.map((secretArn) => ({ authScheme: "SECRETS", iamAuth: "REQUIRED", secretArn })),
      ...subnets,
      tags: tagsOf(name, props.tags),
    });
    const group = new DbProxyDefaultTargetGroup(this, "pool", {
      dbProxyName: proxy.name,
      connectionPoolConfig: {
        maxConnectionsPercent: SHARE_PERCENT,
        maxIdleConnectionsPercent: SHARE_PERCENT / 2,
        connectionBorrowTimeout: BORROW_SECONDS,
      },
    });
    new DbProxyTarget(this, "target", {
      dbProxyName: proxy.name,
      targetGroupName: group.name,
      ...("cluster" in target
        ? { dbClusterIdentifier: target.cluster }
        : { dbInstanceIdentifier: target.instance }),
      dependsOn: [...props.after],
    });
    this.endpoint = proxy.endpoint;
    if (!("cluster" in target)) return;
    const readsName = nameOf(naming, `${store}-reads`);
    this.readsEndpoint = new DbProxyEndpoint(this, "reads", {
      dbProxyName: proxy.name,
      dbProxyEndpointName: readsName,
      targetRole: "READ_ONLY",
      ...subnets,
      tags: tagsOf(readsName, props.tags),
    }).endpoint;
  }
}
