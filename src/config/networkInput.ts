/** The part of the vocabulary that is about the networks of the regions. */

/** What holds for the networks of production. */
export interface NetworkInput {
  /**
   * Names that nothing in production's networks gets an answer for, `*.` before one for all below it. Whatever breaks
   * in looks up a name first, to tell that it is there. Whoever tests the platform with such a tool takes its name out.
   * Empty: no firewall for names. Every lookup is recorded in either case. @default names of common tools of intruders and of pools of coin miners
   */
  readonly blockedNames?: readonly string[];
}
