import { EcrLifecyclePolicy } from "@cdktn/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrReplicationConfiguration } from "@cdktn/provider-aws/lib/ecr-replication-configuration/index.js";
import { EcrRepository } from "@cdktn/provider-aws/lib/ecr-repository/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface RegistryProps {
  readonly naming: Naming;
  /** Names of the services; each gets a repository. */
  readonly services: readonly string[];
  /** Key of this region, for the layers of the images. */
  readonly keyArn: string;
  /**
   * Images kept of each service, newest first. A rollback reaches no further.
   * @default 200
   */
  readonly keepImages?: number;
  /** ECR refuses to delete a repository that holds images; unprotected, they are deleted with it. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * A repository for each service, in this region: a cluster that must start while another region is gone
 * pulls from its own. Tags cannot be moved, so that what was tested is what runs. Images are scanned when
 * pushed and encrypted with this region's key.
 *
 * Every region has its repositories before anything is replicated to it: a repository that replication
 * made would have ECR's defaults instead (encryption, tags that move).
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html, November 2026.
 */
export class Registry extends Construct {
  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    for (const service of props.services) {
      const repository = new EcrRepository(this, service, {
        name: repositoryName(props.naming, service),
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: props.keyArn }],
        forceDelete: !props.protect,
        tags: tagsOf(nameOf(props.naming, `${service}-images`), { ...props.tags, service }),
      });
      new EcrLifecyclePolicy(this, `${service}-lifecycle`, {
        repository: repository.name,
        policy: lifecycle(props.keepImages ?? 200),
      });
    }
  }
}

/** `shop-production/orders`. */
export function repositoryName(naming: Naming, service: string): string {
  return `${repositoryPrefix(naming)}${service}`;
}

function repositoryPrefix(naming: Naming): string {
  return `${naming.platform}-${naming.environment}/`;
}

function lifecycle(keepImages: number): string {
  const rule = (rulePriority: number, description: string, selection: object) => ({
    rulePriority,
    description,
    selection,
    action: { type: "expire" },
  });
  return JSON.stringify({
    rules: [
      rule(1, "Images that no tag names any more", {
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: 14,
      }),
      rule(2, `All but the newest ${keepImages}`, {
        tagStatus: "any",
        countType: "imageCountMoreThan",
        countNumber: keepImages,
      }),
    ],
  });
}

export interface RegistryReplicationProps {
  readonly naming: Naming;
  /** The environment's other regions. */
  readonly destinations: readonly string[];
}

/**
 * Whatever is pushed to this region's registry is copied to the others. Each region has one such
 * configuration, pointing to all others: then a build may push wherever it runs, and goes on from another
 * region when its own is lost with nothing to change here. Copies are not copied again, so that nothing
 * goes round in circles. Images that were there before are not copied.
 *
 * A registry has one replication configuration for the account and region: two environments that share an
 * account cannot both have this construct. Belongs in a stack after the registries of all regions.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html, November 2026.
 */
export class RegistryReplication extends Construct {
  constructor(scope: Construct, id: string, props: RegistryReplicationProps) {
    super(scope, id);
    new EcrReplicationConfiguration(this, "replication", {
      replicationConfiguration: {
        rule: [
          {
            destination: props.destinations.map((region) => ({
              region,
              registryId: props.naming.account,
            })),
            repositoryFilter: [{ filter: repositoryPrefix(props.naming), filterType: "PREFIX_MATCH" }],
          },
        ],
      },
    });
  }
}
