/*
 * How long things take in EKS, on the sandbox clock. Recalled, not measured on AWS: no published figure.
 */

/**
 * From a larger desired size to nodes that are ready, milliseconds: an instance starts, joins and pulls its
 * system images. Recalled range 60 to 180 s; thirty nodes start side by side.
 */
export const SCALE_OUT_MS = 120_000;
