type PriceLine = readonly [item: string, unit: string, region: string, price: string, source: string];

/** Instance classes that no list at hand has in a region, from general knowledge. */
const RECALLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "eu-central-1": {
    "ec2/c5.large": "0.097",
    "ec2/c6g.large": "0.0776",
    "ec2/m5.large": "0.115",
    "ec2/m5.xlarge": "0.23",
    "ec2/m6g.large": "0.092",
    "ec2/m6g.xlarge": "0.184",
    "ec2/m7g.large": "0.0978",
    "ec2/m7g.xlarge": "0.1956",
    "ec2/r5.large": "0.152",
    "ec2/r6g.large": "0.1216",
    "ec2/t3.micro": "0.012",
    "ec2/t3.medium": "0.048",
    "ec2/t3.large": "0.096",
    "ec2/t4g.medium": "0.0384",
    "ec2/t4g.large": "0.0768",
    "rds/aurora-postgresql/db.r5.large": "0.35",
    "rds/aurora-postgresql/db.r6g.large": "0.313",
    "rds/postgres/db.m5.large": "0.212",
    "rds/postgres/db.t3.medium": "0.084",
  },
  "us-east-1": {
    "rds/aurora-postgresql/db.t4g.medium": "0.073",
    "rds/aurora-postgresql/db.t4g.large": "0.146",
    "rds/aurora-postgresql/db.r7g.large": "0.276",
    "rds/postgres/db.t4g.micro": "0.016",
    "rds/postgres/db.t4g.small": "0.032",
    "rds/postgres/db.t4g.medium": "0.065",
    "rds/postgres/db.t4g.large": "0.129",
    "rds/postgres/db.m7g.large": "0.168",
    "rds/postgres/db.r7g.large": "0.239",
    "rds/mysql/db.t4g.micro": "0.016",
    "rds/mysql/db.t4g.small": "0.032",
    "rds/mysql/db.t4g.medium": "0.065",
  },
};

export const RECALLED_CLASSES: readonly PriceLine[] = Object.entries(RECALLED).flatMap(([region, prices]) =>
  Object.entries(prices).map(([item, price]): PriceLine => [item, "hours", region, price, "recalled"]),
);
