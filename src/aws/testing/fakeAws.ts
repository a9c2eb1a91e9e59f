import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A call as the fake AWS received it. */
export interface FakeCall {
  readonly service: string;
  readonly region: string;
  /** Application id of the user agent. */
  readonly appId: string;
  /** `PutObject`, `DescribeGlobalClusters`; method and path for what has no name. */
  readonly action: string;
  readonly body: string;
}

/** An Aurora global database of the fake. */
export interface FakeDatabase {
  writer: string | undefined;
  readonly members: Set<string>;
  /** Looks that a member that is out of step still takes to catch up. */
  readonly behind: Map<string, number>;
  status: string;
}

/** An RDS instance of the fake. */
export interface FakeInstance {
  /** ARN of what it copies; undefined for one that takes writes. */
  source: string | undefined;
  status: string;
  /** Looks for which a promotion or a stop still goes on. */
  promoting: number;
  /** ARNs of what copies it. */
  copies?: readonly string[];
}

/** What somebody asked for, as a test that answers in the fake's place sees it. */
export interface Asked {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of the query protocol; empty for others. */
  readonly form: URLSearchParams;
  readonly body: string;
  /** Of AWS's JSON protocol: what is to be done. */
  readonly target?: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An AWS of a few calls on loopback: S3 buckets and objects, DynamoDB tables that are there, Aurora
 * global databases with one writer. Tears the connection when a call is signed for a lost region.
 */
export class FakeAws {
  readonly calls: FakeCall[] = [];
  readonly lost = new Set<string>();
  /** Regions that are up and answer health checks as unhealthy. */
  readonly unhealthy = new Set<string>();
  /** Other regions in which every table has a copy that serves. */
  readonly replicas: string[] = [];
  /** `<region>/<bucket>` to its objects. */
  readonly buckets = new Map<string, Map<string, string>>();
  readonly databases = new Map<string, FakeDatabase>();
  /** `<region>/<identifier>`. */
  readonly instances = new Map<string, FakeInstance>();
  /** Status of every table, by region; ACTIVE unless told otherwise. */
  readonly tableStatus = new Map<string, string>();
  /** State of the alarm that keeps names away from a region, by that region; there when something was put. */
  readonly keptAway = new Map<string, "OK" | "ALARM" | "INSUFFICIENT_DATA">();
  /** Asked first. Undefined: not theirs. The name is for the list of calls. */
  readonly others: ((
    asked: Asked,
  ) => { readonly action: string; readonly answer: () => Answer } | undefined)[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  static async start(): Promise<FakeAws> {
    const aws = new FakeAws();
    await new Promise<void>((resolve) => aws.#server.listen(0, "127.0.0.1", resolve));
    return aws;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  database(name: string, members: readonly string[], writer = members[0]): FakeDatabase {
    const made = {
      writer,
      members: new Set(members),
      behind: new Map<string, number>(),
      status: "available",
    };
    this.databases.set(name, made);
    return made;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "");
    // As on a sandbox, the key is the account.
    const [, account = "", region = "", service = ""] = scope ?? [];
    const appId = / app\/(\S+)/.exec(request.headers["user-agent"] ?? "")?.[1] ?? "";
    const { action, answer } = this.#answer({ account, service, region, request, body });
    this.calls.push({ service, region, appId, action, body });
    if (this.lost.has(region)) {
      request.socket.destroy();
      return;
    }
    const { status, body: text = "", headers = {} } = answer();
    response.writeHead(status, { ...headers }).end(request.method === "HEAD" ? undefined : text);
  }

  #answer(call: {
    account: string;
    service: string;
    region: string;
    request: IncomingMessage;
    body: string;
  }) {
    const { account, service, region, body, request } = call;
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://localhost");
    const form = new URLSearchParams(body.startsWith("Action=") || body.includes("&Action=") ? body : "");
    const path = decodeURIComponent(pathname);
    const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
    const about = { service, region, account, method: request.method ?? "", path, query, form, body };
    const asked = target === undefined ? about : { ...about, target };
    for (const other of this.others) {
      const theirs = other(asked);
      if (theirs !== undefined) return theirs;
    }
    if (call.service === "monitoring") return this.#alarm(form);
    if (call.service === "s3") return this.#s3(call.region, call.request, call.body);
    if (call.service === "rds") return this.#rds(call, new URLSearchParams(call.body));
    const action = String(call.request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    const Replicas = this.replicas.map((RegionName) => ({ RegionName, ReplicaStatus: "ACTIVE" }));
    const table = {
      TableStatus: this.tableStatus.get(call.region) ?? "ACTIVE",
      Replicas,
      DeletionProtectionEnabled: true,
    };
    return { action, answer: (): Answer => ({ status: 200, body: JSON.stringify({ Table: table }) }) };
  }

  /** Alarms whose names end with the region that they keep names away from; a value is judged at once. */
  #alarm(form: URLSearchParams) {
    const action = form.get("Action") ?? "";
    const answer = (): Answer => {
      if (action === "PutMetricData") {
        const away = form.get("MetricData.member.1.Value") === "1";
        const region = form.get("MetricData.member.1.Dimensions.member.1.Value") ?? "";
        this.keptAway.set(region, away ? "ALARM" : "OK");
        return { status: 200, body: "<PutMetricDataResponse></PutMetricDataResponse>" };
      }
      const name = form.get("AlarmNames.member.1") ?? "";
      const members = [...this.keptAway].flatMap(([region, state]) =>
        name.endsWith(`kept-away-${region}`)
          ? `<member><AlarmName>${name}</AlarmName><StateValue>${state}</StateValue></member>`
          : [],
      );
      const result = `<MetricAlarms>${members.join("")}</MetricAlarms>`;
      return {
        status: 200,
        body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
      };
    };
    return { action, answer };
  }

  #s3(region: string, { method = "", url = "" }: IncomingMessage, body: string) {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const [, bucket = "", ...rest] = pathname.split("/");
    const key = rest.join("/");
    const place = `${region}/${bucket}`;
    const setting = ["publicAccessBlock", "versioning", "encryption"].find((name) => searchParams.has(name));
    const action = `${method} ${key === "" ? (setting ?? "bucket") : key}`;
    const answer = (): Answer => {
      const objects = this.buckets.get(place);
      if (method === "PUT" && key === "" && setting === undefined) {
        this.buckets.set(place, objects ?? new Map());
        return { status: 200 };
      }
      if (objects === undefined) return { status: 404, body: xmlError("NoSuchBucket") };
      if (key === "") return { status: 200 };
      if (method === "PUT") {
        objects.set(key, body);
        return { status: 200 };
      }
      if (method === "DELETE") {
        objects.delete(key);
        return { status: 204 };
      }
      const found = objects.get(key);
      return found === undefined
        ? { status: 404, body: xmlError("NoSuchKey") }
        : { status: 200, body: found };
    };
    return { action, answer };
  }

  #rds({ region, account }: { region: string; account: string }, form: URLSearchParams) {
    const action = form.get("Action") ?? "";
    const name = form.get("GlobalClusterIdentifier") ?? "";
    const identifier = form.get("DBInstanceIdentifier");
    if (identifier !== null) {
      return {
        action,
        answer: () => this.#instance(action, identifier, this.instances.get(`${region}/${identifier}`)),
      };
    }
    const answer = (): Answer => {
      const database = this.databases.get(name);
      if (database === undefined || !database.members.has(region)) {
        return rdsError("GlobalClusterNotFoundFault", `no ${name} in ${region}`);
      }
      if (action !== "DescribeGlobalClusters") {
        const target = form.get("TargetDbClusterIdentifier")?.split(":")[3] ?? "";
        if (action === "SwitchoverGlobalCluster" && region !== database.writer) {
          return rdsError("InvalidGlobalClusterStateFault", "a switchover is called in the writer's region");
        }
        const old = database.writer;
        database.writer = target;
        if (old !== undefined && action === "FailoverGlobalCluster") database.behind.set(old, 2);
      }
      return { status: 200, body: described(account, action, name, database) };
    };
    return { action, answer };
  }

  /** Shows it, and promotes it first when that is asked. */
  #instance(action: string, identifier: string, instance: FakeInstance | undefined): Answer {
    if (instance === undefined) return rdsError("DBInstanceNotFound", `no ${identifier}`);
    if (action === "PromoteReadReplica") {
      if (instance.source === undefined) return rdsError("InvalidDBInstanceState", "not a read replica");
      instance.status = "modifying";
      instance.promoting = 2;
    } else if (action === "StopDBInstance") {
      if (instance.source !== undefined || instance.status !== "available" || instance.copies?.length) {
        return rdsError("InvalidDBInstanceState", `${identifier} cannot be stopped`);
      }
      instance.status = "stopping";
      instance.promoting = 2;
    } else if (instance.promoting > 0) {
      instance.promoting -= 1;
      if (instance.promoting === 0) {
        const status = instance.status === "stopping" ? "stopped" : "available";
        Object.assign(instance, { source: undefined, status });
      }
    }
    const source =
      instance.source === undefined
        ? ""
        : `<ReadReplicaSourceDBInstanceIdentifier>${instance.source}</ReadReplicaSourceDBInstanceIdentifier>`;
    const copies = (instance.copies ?? []).map(
      (arn) =>
        `<ReadReplicaDBInstanceIdentifiers><ReadReplicaDBInstanceIdentifier>${arn}</ReadReplicaDBInstanceIdentifier></ReadReplicaDBInstanceIdentifiers>`,
    );
    const shape = `<DBInstance><DBInstanceIdentifier>${identifier}</DBInstanceIdentifier><DBInstanceStatus>${instance.status}</DBInstanceStatus><BackupRetentionPeriod>7</BackupRetentionPeriod>${source}${copies.join("")}</DBInstance>`;
    const result = action.startsWith("Describe") ? `<DBInstances>${shape}</DBInstances>` : shape;
    return {
      status: 200,
      body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    };
  }
}

function described(account: string, action: string, name: string, database: FakeDatabase): string {
  const members = [...database.members].map((region) => {
    const looks = database.behind.get(region) ?? 0;
    if (looks > 0) database.behind.set(region, looks - 1);
    const arn = `arn:aws:rds:${region}:${account}:cluster:${name}-${region}`;
    return `<GlobalClusterMember><DBClusterArn>${arn}</DBClusterArn><IsWriter>${region === database.writer}</IsWriter><SynchronizationStatus>${looks > 0 ? "pending-resync" : "connected"}</SynchronizationStatus></GlobalClusterMember>`;
  });
  const cluster = `<GlobalClusterIdentifier>${name}</GlobalClusterIdentifier><Status>${database.status}</Status><GlobalClusterMembers>${members.join("")}</GlobalClusterMembers>`;
  const result =
    action === "DescribeGlobalClusters"
      ? `<GlobalClusters><GlobalClusterMember>${cluster}</GlobalClusterMember></GlobalClusters>`
      : `<GlobalCluster>${cluster}</GlobalCluster>`;
  return `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
}

function xmlError(code: string): string {
  return `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
}

function rdsError(code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` };
}
