import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { DataKey, type DataKeyProps } from "./dataKey.ts";
import type { KeyCustody } from "./keyCustody.ts";

const ROOT = "arn:aws:iam::111111111111:root";
const CUSTODY: KeyCustody = {
  administrators: [
    "arn:aws:iam::111111111111:role/deploy",
    "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_deployer_*",
  ],
  emergencies: ["arn:aws:iam::111111111111:role/shop-break-glass"],
};

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const statementsOf = (policy: unknown) => policyIn(policy).Statement as unknown as readonly Statement[];
const key = (props: Partial<DataKeyProps> = {}) =>
  statementsOf(
    synthesised((scope) => {
      new DataKey(scope, "key", { naming: NAMING, region: "us-east-1", purpose: "us", tags: TAGS, ...props });
    }).only("aws_kms_key").policy,
  );
const named = (statements: readonly Statement[], sid: string) => statements.find(({ Sid }) => Sid === sid);
const actions = (statement: Statement | undefined) => [statement?.Action ?? []].flat();

describe("a key's policy", () => {
  it("gives nobody all of it, and the account no use of it but through services", () => {
    const statements = key({ custody: CUSTODY, sealsClusterSecrets: true });
    expect(statements.flatMap(actions).filter((action) => action === "kms:*" || action === "*")).toEqual([]);
    const direct = statements.filter(
      ({ Effect, Principal, Condition }) =>
        Effect === "Allow" && JSON.stringify(Principal).includes(ROOT) && Condition?.Null === undefined,
    );
    for (const use of ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom"]) {
      expect(direct.flatMap(actions), use).not.toContain(use);
      expect(actions(named(statements, "AccountUsesThroughServices")), use).toContain(use);
    }
    expect(named(statements, "AccountUsesThroughServices")?.Condition).toEqual({
      Null: { "kms:ViaService": "false" },
    });
  });

  it("is administered by those who deploy, the role for emergencies and the root user, who cannot grant", () => {
    const administer = named(key({ custody: CUSTODY }), "AdministratorsAdminister");
    expect(administer?.Condition).toEqual({
      ArnLike: { "aws:PrincipalArn": [ROOT, ...CUSTODY.administrators, ...CUSTODY.emergencies] },
    });
    expect(actions(administer)).toContain("kms:PutKeyPolicy");
    expect(actions(administer)).not.toContain("kms:CreateGrant");
  });

  it("is administered by whom IAM lets where nobody was named, so that no account is locked out of its key", () => {
    const administer = named(key(), "AdministratorsAdminister");
    expect(administer?.Principal).toEqual({ AWS: ROOT });
    expect(administer).not.toHaveProperty("Condition");
  });

  it("keeps administrators from objects, whatever IAM lets them", () => {
    expect(named(key({ custody: CUSTODY }), "AdministratorsReadNoObjects")).toMatchObject({
      Effect: "Deny",
      Action: "kms:Decrypt",
      Condition: {
        ArnLike: { "aws:PrincipalArn": CUSTODY.administrators },
        StringLike: { "kms:ViaService": "s3.*.amazonaws.com" },
      },
    });
    expect(named(key(), "AdministratorsReadNoObjects")).toBeUndefined();
  });

  it("is lent by services only, and to a cluster by administrators who do not lend it to themselves", () => {
    const statements = key({ custody: CUSTODY, sealsClusterSecrets: true });
    const lends = statements.filter((each) => actions(each).includes("kms:CreateGrant"));
    expect(lends.map(({ Sid }) => Sid)).toEqual(["AccountLendsToServices", "AdministratorsLendToClusters"]);
    expect(lends[0]?.Condition).toEqual({ Bool: { "kms:GrantIsForAWSResource": "true" } });
    // EKS does not set that mark: the condition would make every CreateCluster fail.
    expect(lends[1]?.Condition).toEqual({
      ArnLike: { "aws:PrincipalArn": CUSTODY.administrators },
      StringNotLike: {
        "kms:GranteePrincipal": [
          ROOT,
          "arn:aws:iam::*:user/*",
          ...CUSTODY.administrators,
          ...CUSTODY.emergencies,
          "arn:aws:sts::111111111111:assumed-role/deploy/*",
          "arn:aws:sts::111111111111:assumed-role/*AWSReservedSSO_deployer_*/*",
          "arn:aws:sts::111111111111:assumed-role/shop-break-glass/*",
        ],
      },
    });
    expect(named(key({ custody: CUSTODY }), "AdministratorsLendToClusters")).toBeUndefined();
  });

  it("lends to clusters where nobody was named, but to no user and not to the root user", () => {
    expect(named(key({ sealsClusterSecrets: true }), "AdministratorsLendToClusters")?.Condition).toEqual({
      StringNotLike: { "kms:GranteePrincipal": [ROOT, "arn:aws:iam::*:user/*"] },
    });
  });

  it("is used by the named roles alone where they are named, administrators among them", () => {
    const users = ["arn:aws:iam::111111111111:role/one"];
    const statements = key({ custody: CUSTODY, users });
    for (const sid of ["AccountUsesThroughServices", "AccountLendsToServices"]) {
      expect(named(statements, sid)?.Condition?.ArnLike).toEqual({ "aws:PrincipalArn": users });
    }
    expect(named(statements, "AdministratorsReadNoObjects")).toBeUndefined();
  });
});
