import { EbsEncryptionByDefault } from "@cdktn/provider-aws/lib/ebs-encryption-by-default/index.js";
import { EbsSnapshotBlockPublicAccess } from "@cdktn/provider-aws/lib/ebs-snapshot-block-public-access/index.js";
import { Ec2InstanceMetadataDefaults } from "@cdktn/provider-aws/lib/ec2-instance-metadata-defaults/index.js";
import { S3AccountPublicAccessBlock } from "@cdktn/provider-aws/lib/s3-account-public-access-block/index.js";
import { Construct } from "constructs";

/** Pods are one hop further than the node; more would let a token travel. */
const METADATA_HOPS = 2;

/**
 * What holds in a region of the account for whatever nobody thought of. Our own volumes and nodes say the same of
 * themselves; these are for what is made by hand, and for the next service. Volumes get AWS's key and not the data
 * key: a service that may not use that one would not start.
 */
export class RegionDefaults extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new EbsEncryptionByDefault(this, "volumes-encrypted", { enabled: true });
    new EbsSnapshotBlockPublicAccess(this, "snapshots-private", { state: "block-all-sharing" });
    new Ec2InstanceMetadataDefaults(this, "metadata-by-token", {
      httpTokens: "required",
      httpPutResponseHopLimit: METADATA_HOPS,
    });
  }
}

/** No bucket of the account can be made public in any region, whatever its own settings say. Once for an account. */
export class AccountPublicAccess extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new S3AccountPublicAccessBlock(this, "block", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }
}
