import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { RecoveryLock } from "./recoveryLock.ts";
import { RecoveryRoles } from "./recoveryRoles.ts";

describe("the lock of a region's recoveries", () => {
  it.each([true, false])(
    "is one table of the region alone, deleted by nobody where protect is %s",
    (protect) => {
      const table = synthesised((scope) => {
        new RecoveryLock(scope, "recovery-lock", { naming: NAMING, protect, tags: TAGS });
      }).only("aws_dynamodb_table");
      expect(table).toMatchObject({
        name: "shop-production-recovery-lock",
        billing_mode: "PAY_PER_REQUEST",
        hash_key: "Id",
        deletion_protection_enabled: protect,
        tags: { "data-class": "internal", disposable: "true" },
      });
      expect(table).not.toHaveProperty("replica");
      expect(table).not.toHaveProperty("stream_enabled");
    },
  );

  it("is written by a machine that locks, its own item alone, which may ask whether its holder runs", () => {
    const allowed = (locks: readonly string[]) => {
      const roles = synthesised((scope) => {
        const machine = {
          name: "leave-us-east-1",
          regions: ["us-west-2"],
          permissions: [],
          acts: true,
          locks,
          tells: [],
          urls: [],
          httpMethod: "HEAD",
        };
        new RecoveryRoles(scope, "recoveries", {
          naming: NAMING,
          machines: [machine],
          keyPurposes: [],
          tags: TAGS,
        });
      });
      const all = policyIn(roles.only("aws_iam_role_policy").policy).Statement as readonly {
        readonly Sid?: string;
        readonly Resource: unknown;
        readonly Condition?: unknown;
      }[];
      return all
        .filter(({ Sid }) => Sid === "Lock" || Sid === "Holder")
        .map(({ Resource, Condition }) => [Resource, Condition]);
    };
    expect(allowed([])).toEqual([]);
    expect(allowed(["restore orders"])).toEqual([
      [
        ["arn:aws:dynamodb:us-west-2:111111111111:table/shop-production-recovery-lock"],
        { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["restore orders"] } },
      ],
      [["arn:aws:states:us-west-2:111111111111:execution:shop-production-recovery-*:*"], undefined],
    ]);
  });
});
