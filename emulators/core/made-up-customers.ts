/** A customer that does not exist, the same at both vendors. */
export interface MadeUpCustomer {
  /** Its key in the programs of the company whose account this is. */
  readonly key: string;
  readonly name: string;
  readonly domain: string;
  /** Counts from 0. Remainders of it decide which irregularities a customer has. */
  readonly index: number;
}

const FIRST = [
  "Amber",
  "Birch",
  "Cobalt",
  "Delta",
  "Ember",
  "Fjord",
  "Granite",
  "Harbor",
  "Indigo",
  "Juniper",
  "Kestrel",
];
const SECOND = ["Analytics", "Bank", "Clinics", "Foods", "Freight", "Insurance", "Labs", "Logistics", "Media", "Power"];
const FORM = ["Inc", "GmbH", "Ltd", "SA", "AB", "BV", "LLC"];

/** `size` customers; the first ones are the same whatever the size. */
export function madeUpCustomers(size: number): MadeUpCustomer[] {
  return Array.from({ length: size }, (_, index) => {
    // The lengths of the lists have no common factor, so names first repeat after 770 customers.
    const words = [FIRST[index % FIRST.length], SECOND[index % SECOND.length]];
    const round = Math.floor(index / (FIRST.length * SECOND.length * FORM.length));
    const key = `${words.join("-").toLowerCase()}-${index}`;
    const name = [...words, FORM[index % FORM.length], ...(round === 0 ? [] : [String(round + 1)])].join(" ");
    return { key, name, domain: `${key}.example`, index };
  });
}
