import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { keyUse } from "../security/keyUse.ts";
import { roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
import { PROXY_ROLE, proxySecretPrefix } from "./proxyNames.ts";

export interface DatabaseProxyRoleProps {
  readonly naming: Naming;
  /** Regions that have a proxy. */
  readonly regions: readonly string[];
  /** Purposes of the keys that seal the users' passwords. */
  readonly keyPurposes: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The role with which RDS Proxy reads the passwords of its users, for a global stack. One for all proxies: its secrets
 * are those below one name, and the proxies of an environment are of one owner.
 *
 * AWS documents the trust without a condition and does not say that RDS Proxy sends the account with its call: a proxy
 * that cannot read its passwords serves nobody. A role can be given to a proxy of its own account only.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-iam-setup.html, read November 2026.
 */
export class DatabaseProxyRole extends Construct {
  constructor(scope: Construct, id: string, { naming, regions, keyPurposes, tags }: DatabaseProxyRoleProps) {
    super(scope, id);
    roleOf(this, {
      naming,
      thing: PROXY_ROLE,
      trust: trustIn("rds.amazonaws.com"),
      statements: [
        {
          Sid: "Passwords",
          Effect: "Allow",
          Action: "secretsmanager:GetSecretValue",
          Resource: regions.map(
            (region) =>
              `arn:aws:secretsmanager:${region}:${naming.account}:secret:${proxySecretPrefix(naming)}*`,
          ),
        },
        keyUse(
          { naming, regions, keyPurposes },
          {
            sid: "Keys",
            actions: "kms:Decrypt",
            when: {
              StringEquals: {
                "kms:ViaService": regions.map((region) => `secretsmanager.${region}.amazonaws.com`),
              },
            },
          },
        ),
      ],
      tags,
    });
  }
}
