import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";

/** Where AWS is, and as whom to call it. */
export interface AwsTarget {
  /** Base address of an emulated AWS; absent for AWS itself. */
  readonly endpoint?: string;
  /** Absent: the SDK's own chain (environment, profile, role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * Sent with every call as the user agent's application id, so that CloudTrail, and the sandbox's
   * call log, tell a runbook's calls from planning and from applications.
   */
  readonly appId: "trireme-runbook" | "trireme-sandbox" | "trireme-application" | "trireme-planning";
  /**
   * How often a client makes a call, all in all. A runbook has it at 1: whether a call is made again is for its step to
   * say.
   * @default 2
   */
  readonly attempts?: number;
}

/** SDK clients for one region of a target. Two attempts at most: a region that is gone must be noticed in seconds. */
export interface RegionClients {
  readonly region: string;
  readonly rds: RDSClient;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
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
    const clients = {
      region,
      rds: new RDSClient(common),
      dynamodb: new DynamoDBClient(common),
      s3: new S3Client({ ...common, forcePathStyle: endpoint !== undefined }),
    };
    this.#regions.set(region, clients);
    return clients;
  }

  /** Closes the connections. */
  destroy(): void {
    for (const { rds, dynamodb, s3 } of this.#regions.values()) {
      rds.destroy();
      dynamodb.destroy();
      s3.destroy();
    }
    this.#regions.clear();
  }
}
