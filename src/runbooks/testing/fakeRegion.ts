import type { Answer, Asked, FakeAws } from "../../aws/testing/fakeAws.ts";

/** An Aurora cluster of the fake: instances with their zones, one of them writes. */
export interface FakeCluster {
  writer: string | undefined;
  readonly zones: Map<string, string>;
}

/** An RDS instance with a standby in another zone. */
export interface FakeStandby {
  zone: string;
  other: string | undefined;
  /** Looks for which it is still rebooting. */
  rebooting: number;
}

/** A Redis group. */
export interface FakeCacheGroup {
  primary: number;
  readonly zones: readonly string[];
  /** Role in a global datastore; undefined for a cache of its own. */
  role: "PRIMARY" | "SECONDARY" | undefined;
  /** Region of the member that is not here, which has the other role. */
  readonly partner: string;
  status: string;
  automatic: "enabled" | "disabled";
}

const query = (action: string, inside: string): Answer => ({
  status: 200,
  body: `<${action}Response><${action}Result>${inside}</${action}Result></${action}Response>`,
});
const json = (value: unknown): Answer => ({ status: 200, body: JSON.stringify(value) });
const refusal = (code: string): Answer => ({
  status: 400,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`,
});
const missing = (): Answer => ({
  status: 404,
  headers: { "x-amzn-errortype": "ResourceNotFoundException:" },
  body: JSON.stringify({ message: "no such resource" }),
});
const xml = (fields: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");

/** What a region has beside global databases: writers in zones, caches, a load balancer with rules, zonal shifts. */
export class FakeRegion {
  readonly clusters = new Map<string, FakeCluster>();
  readonly standbys = new Map<string, FakeStandby>();
  readonly caches = new Map<string, FakeCacheGroup>();
  /** Databases by identifier, by what RDS says of them. A restore makes one, which is there after two looks. */
  readonly databases = new Map<string, Readonly<Record<string, string | number | boolean>>>();
  readonly #making = new Map<string, number>();
  /** Balancers by name. */
  readonly balancers = new Set<string>();
  /** Priorities of the rules of the listener on 443. */
  readonly rules = new Set<string>();
  /** ARN of what may be shifted, to the zone that it is kept out of. */
  readonly shiftable = new Map<string, string | undefined>();

  readonly #region: string;

  constructor(aws: FakeAws, region: string) {
    this.#region = region;
    aws.others.push((asked) => (asked.region === region ? this.#answer(asked) : undefined));
  }

  /** As DNS sees the region: its health checks get what the listener answers. */
  get closed(): boolean {
    return this.rules.size > 0;
  }

  #answer(asked: Asked) {
    const action = asked.form.get("Action") ?? "";
    switch (asked.service) {
      case "rds":
        return this.#rds(action, asked.form);
      case "elasticache":
        return { action, answer: () => this.#cache(action, asked.form) };
      case "elasticloadbalancing":
        return { action, answer: () => this.#balancer(action, asked.form) };
      case "ec2": {
        const zone = asked.form.get("ZoneName.1") ?? "";
        const found = `<availabilityZoneInfo><item><zoneName>${zone}</zoneName><zoneId>id-of-${zone}</zoneId></item></availabilityZoneInfo>`;
        return {
          action,
          answer: (): Answer => ({
            status: 200,
            body: `<DescribeAvailabilityZonesResponse>${found}</DescribeAvailabilityZonesResponse>`,
          }),
        };
      }
      case "arc-zonal-shift":
        return this.#shift(asked);
      default:
        return undefined;
    }
  }

  #rds(action: string, form: URLSearchParams) {
    const id = form.get("DBClusterIdentifier") ?? form.get("Filters.Filter.1.Values.Value.1") ?? "";
    const cluster = this.clusters.get(id);
    if (cluster !== undefined) return { action, answer: () => clusterAnswer(action, id, cluster) };
    if (this.databases.size > 0 && !action.includes("Global"))
      return { action, answer: () => this.#database(action, form) };
    const name = form.get("DBInstanceIdentifier") ?? "";
    const standby = this.standbys.get(name);
    if (standby !== undefined) return { action, answer: () => standbyAnswer(action, name, standby) };
    return undefined;
  }

  #database(action: string, form: URLSearchParams): Answer {
    const kind = action.includes("Cluster") ? "DBCluster" : "DBInstance";
    if (action.startsWith("Restore")) {
      const target = form.get("TargetDBInstanceIdentifier") ?? form.get("DBClusterIdentifier") ?? "";
      const source = this.databases.get(form.get(`Source${kind}Identifier`) ?? "");
      if (source === undefined || this.databases.has(target)) return refusal(`${kind}AlreadyExistsFault`);
      const settings = form.get("DBClusterParameterGroupName") ?? form.get("DBParameterGroupName");
      if (form.get("VpcSecurityGroupIds.VpcSecurityGroupId.1") !== "sg-1" || settings !== "tls-only")
        return refusal("ValidationError");
      this.databases.set(target, {
        ...source,
        DeletionProtection: form.get("DeletionProtection") === "true",
      });
      this.#making.set(target, 2);
      return query(action, "");
    }
    const asked = form.get(`${kind}Identifier`) ?? form.get("Filters.Filter.1.Values.Value.1") ?? "";
    const found = this.databases.get(asked);
    if (found === undefined) {
      return form.has(`${kind}Identifier`)
        ? refusal(`${kind}NotFound`)
        : query(action, `<${kind}s></${kind}s>`);
    }
    const left = this.#making.get(asked) ?? 0;
    this.#making.set(asked, Math.max(0, left - 1));
    const status = {
      [kind === "DBCluster" ? "Status" : "DBInstanceStatus"]: left > 0 ? "creating" : "available",
    };
    const subnets = kind === "DBCluster" ? "orders" : "<DBSubnetGroupName>billing</DBSubnetGroupName>";
    const settings =
      kind === "DBCluster"
        ? "<DBClusterParameterGroup>tls-only</DBClusterParameterGroup>"
        : "<DBParameterGroups><DBParameterGroup><DBParameterGroupName>tls-only</DBParameterGroupName></DBParameterGroup></DBParameterGroups>";
    const shape = `${xml({ [`${kind}Identifier`]: asked, ...found, ...status })}${settings}<DBSubnetGroup>${subnets}</DBSubnetGroup><VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId></VpcSecurityGroupMembership></VpcSecurityGroups>`;
    return query(action, `<${kind}s><${kind}>${shape}</${kind}></${kind}s>`);
  }

  /** The datastore as this region tells of it: its own group, and the partner with the other role. */
  #datastore(action: string, asked: string | null): Answer {
    const [[id, group] = []] = [...this.caches];
    if (asked !== "ldgnf-sessions" || group?.role === undefined) {
      return refusal("GlobalReplicationGroupNotFoundFault");
    }
    const member = (ReplicationGroupRegion: string, ReplicationGroupId: string, Role: string) =>
      `<GlobalReplicationGroupMember>${xml({ ReplicationGroupRegion, ReplicationGroupId, Role })}</GlobalReplicationGroupMember>`;
    const other = group.role === "PRIMARY" ? "SECONDARY" : "PRIMARY";
    const members = [
      member(this.#region, id ?? "", group.role),
      member(group.partner, `of-${group.partner}`, other),
    ];
    return query(
      action,
      `<GlobalReplicationGroups><GlobalReplicationGroup>${xml({ GlobalReplicationGroupId: asked, Status: group.status })}<Members>${members.join("")}</Members></GlobalReplicationGroup></GlobalReplicationGroups>`,
    );
  }

  #cache(action: string, form: URLSearchParams): Answer {
    if (action === "DescribeGlobalReplicationGroups") {
      return this.#datastore(action, form.get("GlobalReplicationGroupId"));
    }
    const id = form.get("ReplicationGroupId") ?? form.get("PrimaryReplicationGroupId") ?? "";
    const group = this.caches.get(id);
    if (group === undefined) return refusal("ReplicationGroupNotFoundFault");
    if (action === "TestFailover") group.primary = (group.primary + 1) % group.zones.length;
    if (action === "FailoverGlobalReplicationGroup") {
      if (form.get("GlobalReplicationGroupId") !== "ldgnf-sessions")
        return refusal("GlobalReplicationGroupNotFoundFault");
      if (group.role === "PRIMARY") return refusal("InvalidParameterValue");
      group.role = "PRIMARY";
    }
    const members = group.zones.map(
      (zone, index) =>
        `<NodeGroupMember>${xml({
          CacheClusterId: `${id}-00${index + 1}`,
          PreferredAvailabilityZone: zone,
          CurrentRole: index === group.primary ? "primary" : "replica",
        })}</NodeGroupMember>`,
    );
    const datastore =
      group.role === undefined
        ? ""
        : `<GlobalReplicationGroupInfo>${xml({
            GlobalReplicationGroupId: "ldgnf-sessions",
            GlobalReplicationGroupMemberRole: group.role,
          })}</GlobalReplicationGroupInfo>`;
    const shape = `<ReplicationGroup>${xml({
      ReplicationGroupId: id,
      Status: group.status,
      AutomaticFailover: group.automatic,
    })}${datastore}<NodeGroups><NodeGroup><NodeGroupId>0001</NodeGroupId><NodeGroupMembers>${members.join("")}</NodeGroupMembers></NodeGroup></NodeGroups></ReplicationGroup>`;
    return query(
      action,
      action.startsWith("Describe") ? `<ReplicationGroups>${shape}</ReplicationGroups>` : "",
    );
  }

  #balancer(action: string, form: URLSearchParams): Answer {
    const [balancer, listener] = [...this.balancers].map((name) => [
      `arn:aws:elasticloadbalancing:${this.#region}:111111111111:loadbalancer/app/${name}/1f`,
      `arn:aws:elasticloadbalancing:${this.#region}:111111111111:listener/app/${name}/1f/2e`,
    ])[0] ?? ["", ""];
    switch (action) {
      case "DescribeLoadBalancers":
        if (!this.balancers.has(form.get("Names.member.1") ?? "")) return refusal("LoadBalancerNotFound");
        return query(
          action,
          `<LoadBalancers><member><LoadBalancerArn>${balancer}</LoadBalancerArn></member></LoadBalancers>`,
        );
      case "DescribeListeners": {
        if (form.get("LoadBalancerArn") !== balancer) return refusal("LoadBalancerNotFound");
        const of = (port: number, arn: string) =>
          `<member><ListenerArn>${arn}</ListenerArn><Port>${port}</Port></member>`;
        return query(action, `<Listeners>${of(80, `${listener}80`)}${of(443, listener ?? "")}</Listeners>`);
      }
      case "DescribeRules": {
        if (form.get("ListenerArn") !== listener) return refusal("ListenerNotFound");
        const rules = [...this.rules, "default"].map(
          (priority) =>
            `<member><RuleArn>${listener}/rule-${priority}</RuleArn><Priority>${priority}</Priority></member>`,
        );
        return query(action, `<Rules>${rules.join("")}</Rules>`);
      }
      case "CreateRule": {
        const priority = form.get("Priority") ?? "";
        if (this.rules.has(priority)) return refusal("PriorityInUse");
        if (form.get("Actions.member.1.FixedResponseConfig.StatusCode") !== "503")
          return refusal("ValidationError");
        this.rules.add(priority);
        return query(action, "");
      }
      default: {
        const priority = form.get("RuleArn")?.split("rule-")[1] ?? "";
        return this.rules.delete(priority) ? query(action, "") : refusal("RuleNotFound");
      }
    }
  }

  #shift({ method, path, body }: Asked) {
    if (method === "GET") {
      const arn = path.slice("/managedresources/".length);
      return {
        action: "GetManagedResource",
        answer: (): Answer => {
          if (!this.shiftable.has(arn)) return missing();
          const away = this.shiftable.get(arn);
          const shifts = away === undefined ? [] : [{ awayFrom: away, zonalShiftId: `shift of ${arn}` }];
          return json({ arn, zonalShifts: shifts });
        },
      };
    }
    if (method === "POST") {
      const { resourceIdentifier: arn, awayFrom } = JSON.parse(body) as Record<string, string>;
      return {
        action: "StartZonalShift",
        answer: (): Answer => {
          if (arn === undefined || this.shiftable.get(arn) !== undefined)
            return { ...missing(), status: 409 };
          this.shiftable.set(arn, awayFrom);
          return json({});
        },
      };
    }
    const arn = path.slice("/zonalshifts/shift of ".length);
    return {
      action: "CancelZonalShift",
      answer: (): Answer => {
        if (this.shiftable.get(arn) === undefined) return missing();
        this.shiftable.set(arn, undefined);
        return json({});
      },
    };
  }
}

function clusterAnswer(action: string, id: string, cluster: FakeCluster): Answer {
  if (action === "FailoverDBCluster") {
    const names = [...cluster.zones.keys()];
    const next = names[(names.indexOf(cluster.writer ?? "") + 1) % names.length];
    cluster.writer = next;
    return query(action, "");
  }
  if (action === "DescribeDBInstances") {
    const instances = [...cluster.zones].map(
      ([name, zone]) =>
        `<DBInstance>${xml({ DBInstanceIdentifier: name, AvailabilityZone: zone })}</DBInstance>`,
    );
    return query(action, `<DBInstances>${instances.join("")}</DBInstances>`);
  }
  const members = [...cluster.zones.keys()].map(
    (name) =>
      `<DBClusterMember>${xml({ DBInstanceIdentifier: name, IsClusterWriter: name === cluster.writer })}</DBClusterMember>`,
  );
  return query(
    action,
    `<DBClusters><DBCluster>${xml({ DBClusterIdentifier: id, Status: "available" })}<DBClusterMembers>${members.join("")}</DBClusterMembers></DBCluster></DBClusters>`,
  );
}

function standbyAnswer(action: string, name: string, standby: FakeStandby): Answer {
  if (action === "RebootDBInstance" && standby.other !== undefined) {
    [standby.zone, standby.other] = [standby.other, standby.zone];
    standby.rebooting = 2;
  } else if (standby.rebooting > 0) standby.rebooting -= 1;
  const shape = `<DBInstance>${xml({
    DBInstanceIdentifier: name,
    DBInstanceStatus: standby.rebooting > 0 ? "rebooting" : "available",
    MultiAZ: standby.other !== undefined,
    AvailabilityZone: standby.zone,
  })}</DBInstance>`;
  return query(action, action.startsWith("Describe") ? `<DBInstances>${shape}</DBInstances>` : shape);
}
