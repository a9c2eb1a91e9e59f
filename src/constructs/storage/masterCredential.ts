import { EphemeralAwsSecretsmanagerSecretVersion } from "@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-secret-version/index.js";
import { SecretsmanagerSecretVersion } from "@cdktn/provider-aws/lib/secretsmanager-secret-version/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";
import { generatedSecret } from "./generatedSecret.ts";

export interface MasterCredentialProps {
  readonly naming: Naming;
  /** Placed store, `orders-us`. */
  readonly store: string;
  /** Key of this region. */
  readonly keyArn: string;
  /** Regions that the secret is copied to, with the key of each. Empty: no copies. */
  readonly copies: readonly { readonly region: string; readonly keyArn: string }[];
  /** Keeps a deleted secret for 30 days. Otherwise it goes at once, and its name is free for the next. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * A database's master password: random, ephemeral in Terraform (in no plan and no state), kept in a
 * secret that is copied to the regions that hold a copy of the store.
 *
 * The password is read back from the secret for the database rather than taken from the generator:
 * after an apply that failed half-way, a new random value would otherwise reach the database while
 * the secret keeps the old one.
 */
export class MasterCredential extends Construct {
  /** Ephemeral; goes into a write-only argument and nowhere else. */
  readonly password: string;
  /**
   * Raise it to rotate: secret and database take a new password together. Only while the member that
   * was born writes: AWS takes a password for the writer alone.
   */
  readonly version = 1;

  constructor(scope: Construct, id: string, props: MasterCredentialProps) {
    super(scope, id);
    const name = nameOf(props.naming, `${props.store}-master`);
    const { secret, password } = generatedSecret(this, {
      ...props,
      name,
      description: `Master credential of ${props.store}; applications use IAM authentication instead`,
    });
    const stored = new SecretsmanagerSecretVersion(this, "stored", {
      secretId: secret.id,
      secretStringWo: password,
      secretStringWoVersion: this.version,
    });
    const readBack = new EphemeralAwsSecretsmanagerSecretVersion(this, "read-back", {
      secretId: stored.secretId,
      versionId: stored.versionId,
    });
    this.password = readBack.secretString;
  }
}
