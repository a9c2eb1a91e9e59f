import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { StateBucket } from "./stateBucket.ts";
import { StateReplicationRole, stateReplicationRoleArn } from "./stateReplicationRole.ts";

const EAST = "shop-production-tfstate-us-east-1-111111111111";
const WEST = "shop-production-tfstate-us-west-2-111111111111";
const common = { naming: NAMING, region: "us-east-1", tags: TAGS };
const copied = synthesised((scope) => {
  const copies = { to: "us-west-2", roleArn: stateReplicationRoleArn(NAMING) };
  new StateBucket(scope, "states", { ...common, copies });
});

describe("the bucket of a region's states", () => {
  it("takes over the bucket that holds its own state, and never deletes it", () => {
    expect(copied.imports).toEqual([{ to: expect.stringContaining("aws_s3_bucket."), id: EAST }]);
    expect(copied.only("aws_s3_bucket")).toMatchObject({ bucket: EAST, force_destroy: false });
  });

  it("copies states, locks and the removal of locks to another region, under that region's key", () => {
    const { role, rule } = copied.only("aws_s3_bucket_replication_configuration");
    expect(role).toBe("arn:aws:iam::111111111111:role/shop-production-state-replication");
    expect(rule).toMatchObject([
      {
        delete_marker_replication: { status: "Enabled" },
        destination: {
          bucket: `arn:aws:s3:::${WEST}`,
          encryption_configuration: {
            replica_kms_key_id: "arn:aws:kms:us-west-2:111111111111:alias/shop-production-tfstate",
          },
        },
      },
    ]);
  });

  it("copies nowhere when no copies are asked for", () => {
    const alone = synthesised((scope) => {
      new StateBucket(scope, "states", common);
    });
    expect(alone.types).not.toContain("aws_s3_bucket_replication_configuration");
  });

  it("is opened by those who deploy and by the role that copies, and by no service of the platform", () => {
    const custody = {
      administrators: ["arn:aws:iam::111111111111:role/deploy"],
      emergencies: ["arn:aws:iam::111111111111:role/shop-break-glass"],
    };
    const use = (more: object) =>
      policyIn(
        synthesised((scope) => {
          new StateBucket(scope, "states", { ...common, ...more });
        }).only("aws_kms_key").policy,
      ).Statement.find(({ Sid }) => Sid === "AccountUsesThroughServices")?.Condition;
    expect(use({ custody })).toEqual({
      Null: { "kms:ViaService": "false" },
      ArnLike: {
        "aws:PrincipalArn": [
          ...custody.administrators,
          ...custody.emergencies,
          stateReplicationRoleArn(NAMING),
        ],
      },
    });
    expect(use({})).toEqual({ Null: { "kms:ViaService": "false" } });
  });

  it("keeps superseded states for a year", () => {
    const { rule } = copied.only("aws_s3_bucket_lifecycle_configuration");
    expect((rule as JsonObject[])[0]?.noncurrent_version_expiration).toEqual([{ noncurrent_days: 365 }]);
  });
});

describe("the role that copies states", () => {
  const built = synthesised((scope) => {
    new StateReplicationRole(scope, "role", {
      naming: NAMING,
      regions: ["us-east-1", "us-west-2"],
      tags: TAGS,
    });
  });

  it("has the name by which buckets speak of it, and reads and writes buckets of states only", () => {
    expect(`arn:aws:iam::111111111111:role/${built.only("aws_iam_role").name}`).toBe(
      stateReplicationRoleArn(NAMING),
    );
    const { Statement } = policyIn(built.only("aws_iam_role_policy").policy);
    const buckets = Statement.flatMap(({ Resource }) => Resource as string[]).filter((arn) =>
      arn.includes(":s3:"),
    );
    expect(new Set(buckets)).toEqual(
      new Set([EAST, WEST].flatMap((name) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`])),
    );
  });
});
