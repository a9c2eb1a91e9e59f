/** Memory that Fargate takes of each pod for Kubernetes itself, in GB. */
const OF_KUBERNETES = 0.25;

/** What a pod can be: vCPU, and the least and the most memory with its steps, in GB. The smallest has steps of its own. */
const SIZES = [
  { vcpu: 0.25, memory: [0.5, 1, 2] },
  { vcpu: 0.5, memory: steps(1, 4, 1) },
  { vcpu: 1, memory: steps(2, 8, 1) },
  { vcpu: 2, memory: steps(4, 16, 1) },
  { vcpu: 4, memory: steps(8, 30, 1) },
  { vcpu: 8, memory: steps(16, 60, 4) },
  { vcpu: 16, memory: steps(32, 120, 8) },
] as const;

function steps(least: number, most: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((most - least) / step) + 1 }, (_, index) => least + index * step);
}

/**
 * What is paid for a pod on EKS with Fargate that asks for so much: the next pair that AWS has, with Kubernetes' own
 * share. Larger than any of them: the largest, as such a pod would not start.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html, read November 2026.
 */
export function fargateSize(
  vcpu: number,
  memoryGib: number,
): { readonly vcpu: number; readonly memoryGb: number } {
  const needed = memoryGib + OF_KUBERNETES;
  for (const size of SIZES) {
    const memoryGb = size.memory.find((each) => each >= needed);
    if (size.vcpu >= vcpu && memoryGb !== undefined) return { vcpu: size.vcpu, memoryGb };
  }
  return { vcpu: 16, memoryGb: 120 };
}
