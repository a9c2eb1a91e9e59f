import { SecretsmanagerSecretVersion } from "@cdktn/provider-aws/lib/secretsmanager-secret-version/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { databaseUser } from "../security/storeAccess.ts";
import type { OwnerTags } from "../tags.ts";
import { generatedSecret } from "./generatedSecret.ts";
import { proxySecretPrefix } from "./proxyNames.ts";

export interface ProxyCredentialProps {
  readonly naming: Naming;
  /** Placed store, `orders-us`. */
  readonly store: string;
  /** Function that the user belongs to, by its name in the configuration. */
  readonly function: string;
  /** Key of this region. */
  readonly keyArn: string;
  /** Regions that the secret is copied to, with the key of each: those that hold a copy of the store. */
  readonly copies: readonly { readonly region: string; readonly keyArn: string }[];
  /** Keeps a deleted secret for 30 days. Otherwise it goes at once, and its name is free for the next. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * Name and password of a function's user in a database, for the proxy that signs in as it. The function itself never
 * has the password: it signs in to the proxy with IAM. Random, and in no plan and no state.
 *
 * The user in the database is made by the migration of the service that owns the tables, with the password that is in
 * this secret: RDS can make the administrator only. Until then the proxy refuses the function.
 */
export class ProxyCredential extends Construct {
  readonly secretArn: string;

  constructor(scope: Construct, id: string, props: ProxyCredentialProps) {
    super(scope, id);
    const name = `${proxySecretPrefix(props.naming)}${props.store}/${props.function}`;
    const { secret, password } = generatedSecret(this, {
      ...props,
      name,
      description: `User of ${props.function} in ${props.store}, for its proxy`,
    });
    new SecretsmanagerSecretVersion(this, "stored", {
      secretId: secret.id,
      secretStringWo: `{"username":"${databaseUser(props.store, props.function)}","password":"${password}"}`,
      secretStringWoVersion: 1,
    });
    this.secretArn = secret.arn;
  }
}
