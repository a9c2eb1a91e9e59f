import type { Answer, Asked, FakeAws } from "../../aws/testing/fakeAws.ts";

interface FakeJob {
  readonly point: string;
  readonly makes: string;
  /** Looks for which it still runs. */
  left: number;
}

const json = (value: unknown): Answer => ({ status: 200, body: JSON.stringify(value) });
const refusal = (code: string): Answer => ({
  status: 400,
  body: JSON.stringify({ __type: code, message: code }),
});

/** What keeps the past of a region's stores: a vault of AWS Backup, and the history of tables. */
export class FakeBackups {
  /** Recovery points by ARN, each with what it is of. */
  readonly points = new Map<string, string>();
  readonly jobs: FakeJob[] = [];
  /** Tables that are there, with the looks that they still take to serve. */
  readonly tables = new Map<string, number>();
  readonly buckets = new Set<string>();
  /** Identifiers of databases that were made. */
  readonly databases = new Set<string>();
  readonly #region: string;

  constructor(aws: FakeAws, region: string) {
    this.#region = region;
    aws.others.push((asked) => (asked.region === region ? this.#answer(asked) : undefined));
  }

  #answer(asked: Asked) {
    const action = asked.target ?? asked.form.get("Action") ?? "";
    switch (asked.service) {
      case "backup":
        return this.#backup(asked);
      case "dynamodb":
        return {
          action,
          answer: () => this.#table(action, JSON.parse(asked.body) as Record<string, string>),
        };
      case "rds":
        return { action, answer: () => this.#database(action, asked.form) };
      case "s3": {
        const bucket = asked.path.split("/")[1] ?? "";
        if (!bucket.endsWith("-restored")) return undefined;
        return {
          action: "HEAD bucket",
          answer: (): Answer => ({ status: this.buckets.has(bucket) ? 200 : 404 }),
        };
      }
      default:
        return undefined;
    }
  }

  #backup({ method, path, body }: Asked) {
    if (path.startsWith("/backup-vaults/")) {
      const point = path.split("/recovery-points/")[1] ?? "";
      const answer = () =>
        this.points.has(point)
          ? json({ Status: "COMPLETED", CreationDate: 1_764_100_000, ResourceArn: this.points.get(point) })
          : refusal("ResourceNotFoundException");
      return { action: "DescribeRecoveryPoint", answer };
    }
    if (method === "PUT") return { action: "StartRestoreJob", answer: () => this.#start(JSON.parse(body)) };
    return {
      action: "ListRestoreJobs",
      answer: () => json({ RestoreJobs: this.jobs.map((job) => this.#job(job)) }),
    };
  }

  #start({
    RecoveryPointArn,
    Metadata,
  }: {
    RecoveryPointArn: string;
    Metadata: Record<string, string>;
  }): Answer {
    if (!this.points.has(RecoveryPointArn)) return refusal("ResourceNotFoundException");
    const { targetTableName, destinationBucketName, dbClusterIdentifier, dbInstanceIdentifier } = Metadata;
    const database = dbClusterIdentifier ?? dbInstanceIdentifier;
    if (database !== undefined) {
      if (Metadata.vpcSecurityGroupIds !== '["sg-1"]' || Metadata.dbSubnetGroupName !== "stores")
        return refusal("InvalidParameterValueException");
    }
    const kind = dbClusterIdentifier === undefined ? "db" : "cluster";
    const makes =
      database !== undefined
        ? `arn:aws:rds:${this.#region}:111111111111:${kind}:${database}`
        : targetTableName === undefined
          ? `arn:aws:s3:::${destinationBucketName}`
          : `arn:aws:dynamodb:${this.#region}:111111111111:table/${targetTableName}`;
    this.jobs.push({ point: RecoveryPointArn, makes, left: 2 });
    return json({ RestoreJobId: String(this.jobs.length) });
  }

  #job(job: FakeJob): object {
    job.left -= 1;
    const done = job.left < 0;
    const name = job.makes.split(/[:/]/).at(-1) ?? "";
    if (done && job.makes.includes(":dynamodb:")) this.tables.set(name, this.tables.get(name) ?? 0);
    if (done && job.makes.includes(":s3:")) this.buckets.add(name);
    if (done && job.makes.includes(":rds:")) this.databases.add(name);
    return {
      RecoveryPointArn: job.point,
      CreationDate: 1_764_200_000,
      ...(done ? { Status: "COMPLETED", CreatedResourceArn: job.makes } : { Status: "RUNNING" }),
    };
  }

  #table(action: string, given: Record<string, string>): Answer {
    const { TableName = "", TargetTableName = "" } = given;
    switch (action) {
      case "ListTables": {
        const from = given.ExclusiveStartTableName ?? "";
        return json({ TableNames: [...this.tables.keys()].filter((name) => name > from).sort() });
      }
      case "DescribeContinuousBackups":
        return json({
          ContinuousBackupsDescription: {
            PointInTimeRecoveryDescription: {
              PointInTimeRecoveryStatus: "ENABLED",
              EarliestRestorableDateTime: 1_763_000_000,
              LatestRestorableDateTime: 1_764_100_000,
            },
          },
        });
      case "RestoreTableToPointInTime":
        if (this.tables.has(TargetTableName)) return refusal("TableAlreadyExistsException");
        this.tables.set(TargetTableName, 2);
        return json({});
      default: {
        const left = this.tables.get(TableName);
        if (left === undefined) return refusal("ResourceNotFoundException");
        this.tables.set(TableName, Math.max(0, left - 1));
        return json({ Table: { TableStatus: left > 0 ? "CREATING" : "ACTIVE" } });
      }
    }
  }

  #database(action: string, form: URLSearchParams): Answer {
    const kind = action.includes("Cluster") ? "DBCluster" : "DBInstance";
    const asked = form.get(`${kind}Identifier`) ?? form.get("Filters.Filter.1.Values.Value.1") ?? "";
    const there = !asked.endsWith("-restored") || this.databases.has(asked);
    const subnets = kind === "DBCluster" ? "stores" : "<DBSubnetGroupName>stores</DBSubnetGroupName>";
    const shape = `<${kind}Identifier>${asked}</${kind}Identifier><Status>available</Status><DBInstanceStatus>available</DBInstanceStatus><StorageEncrypted>true</StorageEncrypted><DBSubnetGroup>${subnets}</DBSubnetGroup><VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId></VpcSecurityGroupMembership></VpcSecurityGroups>`;
    const found = there ? `<${kind}>${shape}</${kind}>` : "";
    return {
      status: 200,
      body: `<${action}Response><${action}Result><${kind}s>${found}</${kind}s></${action}Result></${action}Response>`,
    };
  }
}
