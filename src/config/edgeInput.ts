/** What lies between customers and the regions, beyond what every platform has. */
export interface EdgeInput {
  /**
   * The label that customers are sent to from the domain's other name: `www` sends `shop.example.com` to
   * `www.shop.example.com`, `@` the other way round. CloudFront does it, at the edge that the customer reached. A
   * service must have that host. @default none: only the hosts of services answer
   */
  readonly canonicalHost?: string;
  /**
   * Whether the names of production's public zone are signed (DNSSEC). Signing by itself changes nothing for anybody:
   * resolvers check once the parent domain has a DS record, which is entered by hand where the domain is registered;
   * it is the output `ds_record` of the stack `global`. A DS record that does not fit takes the shop away from
   * everybody whose resolver checks, until the parent's TTL has run out. So: sign, wait a day, check, enter it. And
   * before this is taken out again, remove it there and wait for its TTL. @default false
   */
  readonly dnssec?: boolean;
  /**
   * AWS Global Accelerator between CloudFront and the regions, one for each home: two fixed addresses that lead to the
   * nearest healthy region of the home, moved within half a minute and with no name looked up again. 0.025 USD an
   * hour for each home, and 0.015 USD and more for each GB on top of the transfer. Its control plane is in us-west-2:
   * while that region is gone, the stack `traffic` cannot be planned; what it leads to goes on. While a recovery keeps
   * customers away from a region, the names lead past the accelerator of its home; who keeps its addresses and asks for
   * no name is led by health alone. Refused for homes with
   * a recovery region, which would take customers on a good day. @default false
   */
  readonly accelerator?: boolean;
  /**
   * Shield Advanced for production: 3,000 USD a month for all accounts of the organization, beside the transfer that
   * it bills, and the subscription is for a year however soon this is taken out again. @default none: Shield Standard, which costs nothing
   */
  readonly shieldAdvanced?: ShieldAdvancedInput;
}

/** A subscription that cannot be taken back for a year. */
export interface ShieldAdvancedInput {
  /** Says that 36,000 USD are agreed to, whatever happens. Nothing but true is taken. */
  readonly yearAgreed: true;
  /** Who agreed to it. */
  readonly owner: string;
}
