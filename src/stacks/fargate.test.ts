import { describe, expect, it } from "vitest";
import type { ServiceInput } from "../config/input.ts";
import { allStacks, platform, type Resource, resourcesOf, stackNamed } from "./testing/platforms.ts";

const services: readonly ServiceInput[] = [
  { name: "storefront", host: "www", stores: ["catalogue", "media"], calls: ["previews"] },
  { name: "checkout", stores: ["cart", "orders"] },
  { name: "previews", runsOn: "fargate", owner: "content-team" },
];
const stacks = allStacks(platform({ services }));
const of = (id: string, type: string): readonly Resource[] =>
  resourcesOf(stackNamed(stacks, `production/${id}`)).filter((each) => each.type === type);
const namesIn = (id: string, type: string, key: string) => of(id, type).map(({ body }) => String(body[key]));

describe("a service on Fargate", () => {
  it("has a profile in every region that has a cluster, in its private subnets", () => {
    for (const region of ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"]) {
      const [profile, ...more] = of(`${region}/compute`, "aws_eks_fargate_profile");
      expect(more).toEqual([]);
      expect(profile?.body).toMatchObject({
        fargate_profile_name: "shop-production-previews",
        selector: [{ namespace: "services", labels: { "app.kubernetes.io/name": "previews" } }],
        tags: { service: "previews", owner: "content-team" },
      });
      expect(JSON.stringify(profile?.body.subnet_ids)).toContain("private");
    }
  });

  it("has no role of its own, and EKS is asked for none", () => {
    expect(namesIn("global", "aws_iam_role", "name")).toContain("shop-production-pod-checkout");
    expect(namesIn("global", "aws_iam_role", "name")).not.toContain("shop-production-pod-previews");
    const accounts = namesIn("us-east-1/compute", "aws_eks_pod_identity_association", "service_account");
    expect(accounts).toContain("checkout");
    expect(accounts).not.toContain("previews");
  });

  it("is run under the one role for it, and makes no access entry that EKS makes", () => {
    expect(namesIn("global", "aws_iam_role", "name")).toContain("shop-production-fargate-pods");
    const principals = namesIn("us-east-1/compute", "aws_eks_access_entry", "principal_arn");
    expect(principals.filter((arn) => arn.endsWith("fargate-pods"))).toEqual([]);
  });

  it("is nothing to those without one", () => {
    const without = allStacks(platform());
    const all = without.flatMap((stack) => resourcesOf(stack));
    expect(all.filter(({ type }) => type === "aws_eks_fargate_profile")).toEqual([]);
    expect(all.filter(({ body }) => String(body.name).endsWith("fargate-pods"))).toEqual([]);
  });
});
