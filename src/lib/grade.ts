/**
 * Grade of proof that every result carries.
 *
 * - `echoed`: the emulator accepted the shape of the request.
 * - `validated`: checked against the service's documented rules, including what AWS refuses.
 * - `modelled`: behaviour was simulated.
 * - `measured`: seen on AWS itself.
 */
export type Grade = "echoed" | "validated" | "modelled" | "measured";

/** From weakest to strongest claim about AWS itself. */
export const GRADES = ["echoed", "validated", "modelled", "measured"] as const satisfies readonly Grade[];
