/**
 * What a configuration can change about a figure that bounds the whole, in the imperative. By
 * `TimingFigure.id`. What no word of the vocabulary changes is not here.
 */
export const REMEDIES: Readonly<Record<string, string>> = {
  "aws_db_instance/copy":
    "A copy of an RDS instance is made from a snapshot of its source, so it cannot begin before the source stands: give the store the engine aurora-postgresql, whose members in other regions need no snapshot.",
  "aws_db_instance/multi-az":
    "An RDS instance with a standby takes about twice as long as an Aurora one: give the store the engine aurora-postgresql.",
  "aws_elasticache_replication_group/copy":
    "A member of a Global Datastore waits for the first one: set regional: true, if sessions may be lost with their region.",
};
