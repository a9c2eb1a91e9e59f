import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { ClusterCalls } from "./clusterCalls.ts";
import { PlainCalls } from "./plainCalls.ts";
import type { AwsTarget } from "./target.ts";

/** SDK clients for one region of a target. Two attempts at most: a region that is gone must be noticed in seconds. */
export interface RegionClients {
  readonly region: string;
  readonly rds: RDSClient;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  /** Every other service. */
  readonly plain: PlainCalls;
  /** Clusters of routing controls, at their own endpoints. */
  readonly clusters: ClusterCalls;
}

export class AwsClients {
  readonly #target: AwsTarget;
  readonly #regions = new Map<string, RegionClients>();

  constructor(target: AwsTarget) {
    this.#target = target;
  }

  in(region: string): RegionClients {
    const known = this.#regions.get(region);
    if (known !== undefined) return known;
    const { endpoint, credentials, appId, attempts = 2 } = this.#target;
    const common = {
      region,
      maxAttempts: attempts,
      userAgentAppId: appId,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    };
    const plain = new PlainCalls(region, this.#target);
    const clients = {
      region,
      rds: new RDSClient(common),
      dynamodb: new DynamoDBClient(common),
      s3: new S3Client({ ...common, forcePathStyle: endpoint !== undefined }),
      plain,
      clusters: new ClusterCalls(plain),
    };
    this.#regions.set(region, clients);
    return clients;
  }

  /** Closes the connections. */
  destroy(): void {
    for (const { rds, dynamodb, s3, plain } of this.#regions.values()) {
      rds.destroy();
      dynamodb.destroy();
      s3.destroy();
      plain.destroy();
    }
    this.#regions.clear();
  }
}
