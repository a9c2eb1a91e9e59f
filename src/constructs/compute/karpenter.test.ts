import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { InterruptionQueue } from "./interruptionQueue.ts";
import { KarpenterRoles } from "./karpenterRoles.ts";

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const ALL = { spot: true, families: ["m7g", "c7g"] };
const roles = (keyPurposes: readonly string[] = ["us", "eu"], nodes = ALL) =>
  synthesised((scope) => {
    new KarpenterRoles(scope, "karpenter", {
      naming: NAMING,
      regions: REGIONS,
      keyPurposes,
      nodes,
      nodeRoleName: "shop-production-nodes",
      tags: TAGS,
    });
  });
const statementsOf = (made = roles()) =>
  policyIn(made.only("aws_iam_role_policy").policy).Statement as unknown as readonly Statement[];
const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action);

describe("the role of Karpenter", () => {
  it("fits into what IAM takes for a role, with four regions", () => {
    const families = Array.from({ length: 16 }, () => "m7i-flex");
    const made = roles(["us", "eu", "cards-us", "cards-eu"], { spot: true, families });
    const text = String(made.only("aws_iam_role_policy").policy).replaceAll(/\s/g, "");
    expect(text.length).toBeLessThan(10_240);
  });

  it("changes nothing in IAM but the one role that EC2 makes for Spot", () => {
    const changes = actionsOf(statementsOf()).filter((action) => /^iam:(?!Get|List|PassRole)/.test(action));
    expect(changes).toEqual(["iam:CreateServiceLinkedRole"]);
  });

  it("starts and ends instances in the regions of its clusters only", () => {
    const writing = statementsOf().filter(({ Action }) =>
      [Action].flat().some((action) => /^ec2:(?!Describe)/.test(action)),
    );
    expect(writing.length).toBe(8);
    for (const { Sid, Condition } of writing)
      expect(Condition?.StringEquals?.["aws:RequestedRegion"], Sid).toEqual(REGIONS);
  });

  it("starts instances of the families that it is given only, whatever orders them", () => {
    const of = (nodes = ALL) => statementsOf(roles([], nodes));
    const starting = of().filter(
      ({ Action, Resource }) =>
        [Action].flat().includes("ec2:RunInstances") &&
        [Resource].flat().some((arn) => arn.endsWith(":instance/*")),
    );
    expect(starting.map(({ Sid }) => Sid)).toEqual(["LaunchInstances"]);
    expect(starting[0]?.Condition?.StringLike).toMatchObject({ "ec2:InstanceType": ["m7g.*", "c7g.*"] });
    const ordering = of().find(({ Sid }) => Sid === "OrderInstances");
    expect(Object.keys(ordering?.Condition?.StringLike ?? {})).not.toContain("ec2:InstanceType");
  });

  it("starts Spot instances where it may, and has nothing of Spot where it may not", () => {
    const market = (spot: boolean) =>
      statementsOf(roles([], { ...ALL, spot })).find(({ Sid }) => Sid === "LaunchInstances")?.Condition
        ?.StringEqualsIfExists?.["ec2:InstanceMarketType"];
    expect(market(true)).toEqual(["on-demand", "spot"]);
    expect(market(false)).toBe("on-demand");
    const without = JSON.stringify(statementsOf(roles([], { ...ALL, spot: false })));
    expect(without).not.toMatch(/spot-instances-request|AWSServiceRoleForEC2Spot/);
    expect(without).not.toContain('"spot"');
  });

  it("ends nothing that it did not start for this cluster", () => {
    const ending = statementsOf().filter(({ Action }) =>
      [Action].flat().some((action) => /Terminate|Delete(?!Message)/.test(action)),
    );
    expect(ending.map(({ Sid }) => Sid)).toEqual(["EndOwn"]);
    expect(ending[0]?.Condition?.StringEquals).toMatchObject({
      "aws:ResourceTag/kubernetes.io/cluster/shop-production-cluster": "owned",
    });
  });

  it("asks for any resource only where the call takes none", () => {
    const any = statementsOf().filter(({ Resource }) => Resource === "*");
    expect(actionsOf(any).every((action) => /^(ec2:Describe|pricing:GetProducts)/.test(action))).toBe(true);
    expect(actionsOf(statementsOf()).join()).not.toContain("*");
  });

  it("may be taken on by its own service account in clusters of ours only", () => {
    const trust = policyIn(roles().only("aws_iam_role").assume_role_policy).Statement[0];
    expect(trust).toMatchObject({
      Principal: { Service: "pods.eks.amazonaws.com" },
      Condition: {
        StringEquals: {
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": "karpenter",
        },
      },
    });
  });

  it("uses no key where volumes have none of ours", () => {
    expect(actionsOf(statementsOf(roles([]))).filter((action) => action.startsWith("kms:"))).toEqual([]);
  });

  it("gives its nodes the profile of the node groups' role", () => {
    expect(roles().only("aws_iam_instance_profile")).toMatchObject({
      name: "shop-production-nodes",
      role: "shop-production-nodes",
    });
  });
});

describe("the queue of interruptions", () => {
  const made = () =>
    synthesised((scope) => {
      new InterruptionQueue(scope, "interruptions", { naming: NAMING, region: "us-east-1", tags: TAGS });
    });

  it("hears of all that takes a node away", () => {
    expect(JSON.parse(String(made().only("aws_cloudwatch_event_rule").event_pattern))).toEqual({
      source: ["aws.ec2", "aws.health"],
      "detail-type": [
        "AWS Health Event",
        "EC2 Instance Rebalance Recommendation",
        "EC2 Instance State-change Notification",
        "EC2 Spot Instance Interruption Warning",
      ],
    });
  });

  it("takes messages from its rule only, and only encrypted", () => {
    const [send, tls] = policyIn(made().only("aws_sqs_queue_policy").policy).Statement;
    expect(send).toMatchObject({
      Action: "sqs:SendMessage",
      Condition: {
        ArnEquals: {
          "aws:SourceArn": "arn:aws:events:us-east-1:111111111111:rule/shop-production-interruptions",
        },
      },
    });
    expect(tls).toMatchObject({ Effect: "Deny" });
    expect(made().only("aws_sqs_queue")).toMatchObject({
      message_retention_seconds: 300,
      sqs_managed_sse_enabled: true,
    });
  });
});
