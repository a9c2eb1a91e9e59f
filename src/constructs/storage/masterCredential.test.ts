import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { MasterCredential } from "./masterCredential.ts";

const credentialOf = (protect = true) =>
  synthesised((scope) => {
    new MasterCredential(scope, "credential", {
      naming: NAMING,
      store: "orders-us",
      keyArn: "arn:key:east",
      copies: [{ region: "us-west-2", keyArn: "arn:key:west" }],
      protect,
      tags: TAGS,
    });
  });

describe("a master credential", () => {
  it("is copied to the store's other regions, under the key of each", () => {
    expect(credentialOf().only("aws_secretsmanager_secret")).toMatchObject({
      name: "shop-production-orders-us-master",
      kms_key_id: "arn:key:east",
      replica: [{ region: "us-west-2", kms_key_id: "arn:key:west" }],
    });
  });

  it("is written to the secret through a write-only argument, so that no state holds it", () => {
    const stack = credentialOf();
    const stored = stack.only("aws_secretsmanager_secret_version");
    const [random] = Object.keys(stack.ephemeral.aws_secretsmanager_random_password ?? {});

    expect(stored).not.toHaveProperty("secret_string");
    expect(stored.secret_string_wo).toBe(
      `\${ephemeral.aws_secretsmanager_random_password.${random}.random_password}`,
    );
    expect(stored.secret_string_wo_version).toBe(1);
  });

  it('is random, within what RDS takes: 8 to 41 characters, none of / @ " and space', () => {
    const [random] = Object.values(credentialOf().ephemeral.aws_secretsmanager_random_password ?? {});
    expect(random).toMatchObject({ password_length: 40, exclude_punctuation: true });
    // Spaces are left out unless asked for.
    expect(random).not.toHaveProperty("include_space");
  });

  it("is read back in the version that was stored", () => {
    const stack = credentialOf();
    const [stored] = Object.keys(stack.all("aws_secretsmanager_secret_version"));
    const [readBack] = Object.values(stack.ephemeral.aws_secretsmanager_secret_version ?? {});
    expect(readBack?.version_id).toBe(`\${aws_secretsmanager_secret_version.${stored}.version_id}`);
  });

  it("can be restored for a month after a deletion, or not at all so that its name is free at once", () => {
    expect(credentialOf(true).only("aws_secretsmanager_secret").recovery_window_in_days).toBe(30);
    expect(credentialOf(false).only("aws_secretsmanager_secret").recovery_window_in_days).toBe(0);
  });
});
