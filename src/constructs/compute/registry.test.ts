import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { Registry, type RegistryProps, RegistryReplication, repositoryName } from "./registry.ts";

const registryOf = (protect = true, more: Partial<RegistryProps> = {}) =>
  synthesised((scope) => {
    new Registry(scope, "registry", {
      naming: NAMING,
      services: ["orders"],
      keyArn: "arn:key",
      protect,
      tags: TAGS,
      ...more,
    });
  });

describe("a region's registry", () => {
  it("holds images whose tags cannot be moved, scanned when pushed and encrypted with the region's key", () => {
    expect(registryOf().only("aws_ecr_repository")).toMatchObject({
      name: repositoryName(NAMING, "orders"),
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: "arn:key" }],
    });
  });

  it.each([true, false])("is emptied for its deletion only where nothing is protected (%s)", (protect) => {
    expect(registryOf(protect).only("aws_ecr_repository").force_delete).toBe(!protect);
  });

  it("forgets untagged images after two weeks and all but the newest 200", () => {
    const { rules } = JSON.parse(String(registryOf().only("aws_ecr_lifecycle_policy").policy));
    expect(rules.map(({ selection }: { selection: object }) => selection)).toEqual([
      { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
      { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 200 },
    ]);
  });

  it("keeps as many images as asked", () => {
    const { policy } = registryOf(true, { keepImages: 20 }).only("aws_ecr_lifecycle_policy");
    expect(JSON.parse(String(policy)).rules[1].selection.countNumber).toBe(20);
  });
});

describe("the replication of a registry", () => {
  it("copies this environment's images, and no other's, to every other region", () => {
    const stack = synthesised((scope) => {
      new RegistryReplication(scope, "replication", {
        naming: NAMING,
        destinations: ["us-west-2", "eu-west-1"],
      });
    });
    expect(stack.only("aws_ecr_replication_configuration").replication_configuration).toEqual({
      rule: [
        {
          destination: ["us-west-2", "eu-west-1"].map((region) => ({ region, registry_id: "111111111111" })),
          repository_filter: [{ filter: "shop-production/", filter_type: "PREFIX_MATCH" }],
        },
      ],
    });
  });
});
