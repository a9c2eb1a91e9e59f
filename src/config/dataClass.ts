/**
 * How sensitive data are, from least to most. `personal` and `cardholder` data stay inside the
 * residency declared by `homes` unless a transfer is declared.
 */
export type DataClass = "public" | "internal" | "personal" | "cardholder";
