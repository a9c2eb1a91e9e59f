import { json, query, rest } from "./caller.ts";
import { makeKey, makeSubnets, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const NO_KEY = `arn:aws:kms:${EAST}:123456789012:key/00000000-0000-0000-0000-000000000000`;

function replication(destination: string): string {
  return `<ReplicationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Role>arn:aws:iam::123456789012:role/copy</Role><Rule><ID>all</ID><Priority>1</Priority><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><DeleteMarkerReplication><Status>Enabled</Status></DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::${destination}</Bucket></Destination></Rule></ReplicationConfiguration>`;
}

const VERSIONED = `<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>`;

export const otherCases: readonly RefusalCase[] = [
  {
    refusal: "kms-replicate-single-region-key",
    code: "UnsupportedOperationException",
    emulator: "fails",
    async prepare(sandbox) {
      const replicate = (arn: string) =>
        json("kms", EAST, "ReplicateKey", { KeyId: arn.split("/")[1], ReplicaRegion: WEST });
      return {
        refused: replicate(await makeKey(sandbox, EAST)),
        taken: replicate(await makeKey(sandbox, EAST, { MultiRegion: true })),
      };
    },
  },
  {
    refusal: "kms-deletion-window",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      const KeyId = (await makeKey(sandbox, EAST)).split("/")[1];
      return {
        refused: json("kms", EAST, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 3 }),
        taken: json("kms", EAST, "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 }),
      };
    },
  },
  {
    refusal: "secretsmanager-key-not-usable",
    code: "EncryptionFailure",
    emulator: "accepts",
    async prepare(sandbox) {
      const secret = { SecretString: "not-a-secret", ClientRequestToken: "0".repeat(32) };
      return {
        refused: json("secretsmanager", EAST, "CreateSecret", {
          Name: "sealed",
          KmsKeyId: NO_KEY,
          ...secret,
        }),
        taken: json("secretsmanager", EAST, "CreateSecret", {
          Name: "sealed-well",
          KmsKeyId: await makeKey(sandbox, EAST),
          ...secret,
        }),
      };
    },
  },
  {
    refusal: "ec2-security-group-port-range",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare(sandbox) {
      const group = { GroupName: "ports", GroupDescription: "ports" };
      const GroupId = await sandbox.field(query("ec2", EAST, "CreateSecurityGroup", group), "groupId");
      const open = (from: string, to: string) =>
        query("ec2", EAST, "AuthorizeSecurityGroupIngress", {
          GroupId,
          "IpPermissions.1.IpProtocol": "tcp",
          "IpPermissions.1.FromPort": from,
          "IpPermissions.1.ToPort": to,
          "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8",
        });
      return { refused: open("443", "70000"), taken: open("443", "444") };
    },
  },
  {
    refusal: "elb-load-balancer-name",
    code: "ValidationError",
    emulator: "accepts",
    async prepare(sandbox) {
      const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
      const make = (Name: string) =>
        query("elasticloadbalancing", EAST, "CreateLoadBalancer", {
          Name,
          "Subnets.member.1": sameZone[0],
          "Subnets.member.2": otherZone,
        });
      return { refused: make("a".repeat(33)), taken: make("a".repeat(32)) };
    },
  },
  {
    refusal: "elb-application-load-balancer-one-zone",
    code: "ValidationError",
    emulator: "accepts",
    async prepare(sandbox) {
      const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
      const make = (Name: string, second: string) =>
        query("elasticloadbalancing", EAST, "CreateLoadBalancer", {
          Name,
          "Subnets.member.1": sameZone[0],
          "Subnets.member.2": second,
        });
      return { refused: make("narrow", sameZone[1]), taken: make("wide", otherZone) };
    },
  },
  {
    refusal: "elb-access-log-bucket-policy",
    code: "InvalidConfigurationRequest",
    emulator: "accepts",
    async prepare(sandbox) {
      const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
      const LoadBalancerArn = await sandbox.field(
        query("elasticloadbalancing", EAST, "CreateLoadBalancer", {
          Name: "logged",
          "Subnets.member.1": sameZone[0],
          "Subnets.member.2": otherZone,
        }),
        "LoadBalancerArn",
      );
      const policy = {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: "arn:aws:s3:::logs-open/AWSLogs/123456789012/*",
          },
        ],
      };
      for (const bucket of ["logs-open", "logs-closed"]) {
        await sandbox.must(rest("s3", EAST, "PUT", `/${bucket}`));
      }
      await sandbox.must(rest("s3", EAST, "PUT", "/logs-open?policy", JSON.stringify(policy)));
      const logTo = (bucket: string) =>
        query("elasticloadbalancing", EAST, "ModifyLoadBalancerAttributes", {
          LoadBalancerArn,
          "Attributes.member.1.Key": "access_logs.s3.enabled",
          "Attributes.member.1.Value": "true",
          "Attributes.member.2.Key": "access_logs.s3.bucket",
          "Attributes.member.2.Value": bucket,
        });
      return { refused: logTo("logs-closed"), taken: logTo("logs-open") };
    },
  },
  {
    refusal: "s3-replication-destination-unversioned",
    code: "InvalidRequest",
    emulator: "accepts",
    async prepare(sandbox) {
      for (const bucket of ["copy-from", "copy-to-versioned", "copy-to-plain"]) {
        await sandbox.must(rest("s3", EAST, "PUT", `/${bucket}`));
      }
      for (const bucket of ["copy-from", "copy-to-versioned"]) {
        await sandbox.must(rest("s3", EAST, "PUT", `/${bucket}?versioning`, VERSIONED));
      }
      const put = (destination: string) =>
        rest("s3", EAST, "PUT", "/copy-from?replication", replication(destination));
      return { refused: put("copy-to-plain"), taken: put("copy-to-versioned") };
    },
  },
  {
    refusal: "s3-object-key-not-found",
    code: "KMS.NotFoundException",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(rest("s3", EAST, "PUT", "/sealed-objects"));
      const put = (key: string) =>
        rest("s3", EAST, "PUT", "/sealed-objects/one", "data", {
          "x-amz-server-side-encryption": "aws:kms",
          "x-amz-server-side-encryption-aws-kms-key-id": key,
        });
      return { refused: put(NO_KEY), taken: put(await makeKey(sandbox, EAST)) };
    },
  },
];
