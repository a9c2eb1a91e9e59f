import type { World } from "../../overlay.ts";
import { askJson, askQuery, textAt, walk } from "../../wire/index.ts";
import { textOf } from "./desk.ts";
import type { Job, Shape } from "./state.ts";

interface Place {
  readonly account: string;
  readonly region: string;
}

/** Looks at a store as a backup of it begins; undefined for what is not found. */
export async function shapeOfStore(world: World, place: Place, arn: string): Promise<Shape | undefined> {
  const name = arn.split(/[:/]/).at(-1) ?? "";
  if (arn.includes(":dynamodb:")) {
    const found = await askJson(world, place, "dynamodb", "DescribeTable", { TableName: name });
    return found?.Table as Shape | undefined;
  }
  if (arn.includes(":cluster:"))
    return databaseShape(world, place, "DescribeDBClusters", "DBClusterIdentifier", name);
  if (arn.includes(":db:"))
    return databaseShape(world, place, "DescribeDBInstances", "DBInstanceIdentifier", name);
  return arn.startsWith("arn:aws:s3:") ? {} : undefined;
}

const DATABASE_FIELDS = [
  "Engine",
  "EngineVersion",
  "DBInstanceClass",
  "AllocatedStorage",
  "StorageType",
  "MasterUsername",
  "StorageEncrypted",
] as const;

async function databaseShape(world: World, place: Place, action: string, field: string, name: string) {
  const found = await askQuery(world, place, "rds", action, { [field]: name });
  const node =
    found === undefined ? undefined : [...walk(found)].find((each) => textAt(each, field) === name);
  if (node === undefined) return undefined;
  return Object.fromEntries(
    DATABASE_FIELDS.flatMap((each) => {
      const text = textAt(node, each);
      return text === undefined ? [] : [[each, text]];
    }),
  );
}

/** Makes what a restore is to make, in the emulator. Why it could not, or undefined. */
export async function makeStore(
  world: World,
  { account, region, point, created, metadata }: Job,
): Promise<string | undefined> {
  const { shape, resourceType } = point;
  if (shape === undefined || created === undefined) return undefined;
  const place = { account, region };
  const name = created.split(/[:/]/).at(-1) ?? "";
  const told = (key: string) => textOf(metadata?.get(key));
  const made = await (async () => {
    switch (resourceType) {
      case "DynamoDB":
        return askJson(world, place, "dynamodb", "CreateTable", {
          TableName: name,
          KeySchema: shape.KeySchema,
          AttributeDefinitions: shape.AttributeDefinitions,
          BillingMode: "PAY_PER_REQUEST",
          DeletionProtectionEnabled: told("deletionprotection") === "true",
        });
      case "S3": {
        const body = region === "us-east-1" ? "" : bucketIn(region);
        const reply = await world.ask({ ...place, service: "s3", method: "PUT", target: `/${name}`, body });
        return reply.status < 300 ? {} : undefined;
      }
      case "Aurora":
        return askQuery(world, place, "rds", "CreateDBCluster", {
          ...databaseFields(shape, told),
          DBClusterIdentifier: name,
        });
      case "RDS":
        return askQuery(world, place, "rds", "CreateDBInstance", {
          ...databaseFields(shape, told),
          DBInstanceIdentifier: name,
        });
      default:
        return {};
    }
  })();
  return made === undefined
    ? `${name} could not be made: it exists already, or what it needs does not`
    : undefined;
}

function databaseFields(shape: Shape, told: (key: string) => string): Readonly<Record<string, string>> {
  const groups = told("vpcsecuritygroupids");
  const [group] = groups === "" ? [] : (JSON.parse(groups) as string[]);
  const subnets = told("dbsubnetgroupname");
  return {
    ...(shape as Record<string, string>),
    MasterUserPassword: "kept-by-the-backup",
    ...(subnets === "" ? {} : { DBSubnetGroupName: subnets }),
    ...(group === undefined ? {} : { "VpcSecurityGroupIds.VpcSecurityGroupId.1": group }),
  };
}

function bucketIn(region: string): string {
  return `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
}
