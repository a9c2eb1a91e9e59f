import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { DatabaseProxy, type DatabaseProxyProps } from "./databaseProxy.ts";
import { ProxyCredential } from "./proxyCredential.ts";
import { DatabaseProxyRole } from "./proxyRole.ts";

const SECRET =
  "arn:aws:secretsmanager:us-east-1:111111111111:secret:shop-production-proxy/orders-us/gate-AbCdEf";
const proxyOf = (target: DatabaseProxyProps["target"]) =>
  synthesised((scope) => {
    new DatabaseProxy(scope, "proxy", {
      naming: NAMING,
      store: "orders-us",
      target,
      after: [],
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupId: "sg-proxy",
      secretArns: [SECRET],
      tags: TAGS,
    });
  });

describe("a database proxy", () => {
  it("lets in who signs in with IAM over TLS, and nobody with a password", () => {
    expect(proxyOf({ cluster: "orders" }).only("aws_db_proxy")).toMatchObject({
      engine_family: "POSTGRESQL",
      require_tls: true,
      auth: [{ auth_scheme: "SECRETS", iam_auth: "REQUIRED", secret_arn: SECRET }],
      role_arn: "arn:aws:iam::111111111111:role/shop-production-database-proxy",
      vpc_subnet_ids: ["subnet-a", "subnet-b"],
      vpc_security_group_ids: ["sg-proxy"],
    });
  });

  it("leaves half of the connections to services, and lets nobody wait longer than a run", () => {
    expect(proxyOf({ cluster: "orders" }).only("aws_db_proxy_default_target_group")).toMatchObject({
      connection_pool_config: {
        max_connections_percent: 50,
        max_idle_connections_percent: 25,
        connection_borrow_timeout: 10,
      },
    });
  });

  it("leads to the region's own cluster, and to its readers by a name of their own", () => {
    const made = proxyOf({ cluster: "orders" });
    expect(made.only("aws_db_proxy_target")).toMatchObject({ db_cluster_identifier: "orders" });
    expect(made.only("aws_db_proxy_endpoint")).toMatchObject({
      db_proxy_endpoint_name: "shop-production-orders-us-reads",
      target_role: "READ_ONLY",
    });
  });

  it("leads to a single instance, which has no readers of its own", () => {
    const made = proxyOf({ instance: "stock" });
    expect(made.only("aws_db_proxy_target")).toMatchObject({ db_instance_identifier: "stock" });
    expect(made.types).not.toContain("aws_db_proxy_endpoint");
  });
});

describe("a user of a proxy", () => {
  const credentialOf = (protect: boolean) =>
    synthesised((scope) => {
      new ProxyCredential(scope, "user", {
        naming: NAMING,
        store: "orders-us",
        function: "gate",
        keyArn: "arn:key:east",
        copies: [{ region: "us-west-2", keyArn: "arn:key:west" }],
        protect,
        tags: TAGS,
      });
    });

  it("has a random password in a secret of the store's regions, and in no state", () => {
    const made = credentialOf(true);
    expect(made.only("aws_secretsmanager_secret")).toMatchObject({
      name: "shop-production-proxy/orders-us/gate",
      replica: [{ region: "us-west-2", kms_key_id: "arn:key:west" }],
    });
    const stored = made.only("aws_secretsmanager_secret_version");
    const [random] = Object.keys(made.ephemeral.aws_secretsmanager_random_password ?? {});
    expect(stored).not.toHaveProperty("secret_string");
    expect(stored.secret_string_wo).toBe(
      `{"username":"orders_us_gate","password":"\${ephemeral.aws_secretsmanager_random_password.${random}.random_password}"}`,
    );
  });

  it.each([true, false])("can be brought back for a month, if protected: %s", (protect) => {
    expect(credentialOf(protect).only("aws_secretsmanager_secret").recovery_window_in_days).toBe(
      protect ? 30 : 0,
    );
  });
});

describe("the role of proxies", () => {
  it("reads the passwords of proxies' users in its regions, and nothing else", () => {
    const made = synthesised((scope) => {
      new DatabaseProxyRole(scope, "role", {
        naming: NAMING,
        regions: ["us-east-1"],
        keyPurposes: ["us"],
        tags: TAGS,
      });
    });
    expect(policyIn(made.only("aws_iam_role_policy").policy).Statement).toMatchObject([
      {
        Action: "secretsmanager:GetSecretValue",
        Resource: ["arn:aws:secretsmanager:us-east-1:111111111111:secret:shop-production-proxy/*"],
      },
      {
        Action: "kms:Decrypt",
        Condition: {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/shop-production-us"] },
          StringEquals: { "kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"] },
        },
      },
    ]);
    expect(policyIn(made.only("aws_iam_role").assume_role_policy).Statement).toMatchObject([
      { Principal: { Service: "rds.amazonaws.com" } },
    ]);
  });
});
