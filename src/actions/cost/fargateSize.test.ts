import { expect, it } from "vitest";
import { fargateSize } from "./fargateSize.ts";

it("a pod on Fargate is paid as the next pair of vCPU and memory, Kubernetes' quarter of a gigabyte included", () => {
  expect(fargateSize(0, 0)).toEqual({ vcpu: 0.25, memoryGb: 0.5 });
  // Half a gigabyte and a quarter do not fit into half a gigabyte.
  expect(fargateSize(0.25, 0.5)).toEqual({ vcpu: 0.25, memoryGb: 1 });
  expect(fargateSize(0.3, 0.5)).toEqual({ vcpu: 0.5, memoryGb: 1 });
  // AWS's own example: 1 vCPU and 8 GB become 2 vCPU and 9 GB.
  expect(fargateSize(1, 8)).toEqual({ vcpu: 2, memoryGb: 9 });
  expect(fargateSize(6, 30)).toEqual({ vcpu: 8, memoryGb: 32 });
  expect(fargateSize(64, 1)).toEqual({ vcpu: 16, memoryGb: 120 });
});
