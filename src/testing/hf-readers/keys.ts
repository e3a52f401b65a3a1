/** The keys of one JSON file, read strictly: a value of another type is refused, and so is a key that nobody asked for. */

/** What a strict reader does not take, in a sentence. */
export class Refusal extends Error {}

export type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export class Keys {
  private readonly asked = new Set<string>();
  private readonly json: Json;
  readonly file: string;

  /** @throws Refusal, as all methods do */
  constructor(json: unknown, file: string) {
    if (!isObject(json)) throw new Refusal(`${file} is no object`);
    this.json = json;
    this.file = file;
  }

  has(key: string): boolean {
    this.asked.add(key);
    return Object.hasOwn(this.json, key);
  }

  /** The fallback stands for a key that is left out, never for null. */
  value(key: string, fallback: unknown): unknown {
    return this.has(key) ? this.json[key] : fallback;
  }

  number(key: string, fallback?: number): number {
    const value = this.value(key, fallback);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.wrong(key, 'a number');
  }

  whole(key: string, fallback?: number): number {
    const value = this.value(key, fallback);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    throw this.wrong(key, 'a whole number above 0');
  }

  wholeOrNull(key: string, fallback: number | null): number | null {
    return this.value(key, fallback) === null ? null : this.whole(key, fallback ?? undefined);
  }

  flag(key: string, fallback?: boolean): boolean {
    const value = this.value(key, fallback);
    if (typeof value === 'boolean') return value;
    throw this.wrong(key, 'true or false');
  }

  text(key: string, fallback?: string): string {
    const value = this.value(key, fallback);
    if (typeof value === 'string') return value;
    throw this.wrong(key, 'a text');
  }

  /** null where the file has null, or nothing. */
  object(key: string): Keys | null {
    const value = this.value(key, null);
    return value === null ? null : new Keys(value, `${this.file}: ${key}`);
  }

  /** A token's number, or null for none. */
  token(key: string, fallback: number | null): number | null {
    const [id = null, ...more] = this.tokens(key, fallback);
    if (more.length > 0) throw this.wrong(key, 'one token');
    return id;
  }

  /** Numbers of tokens: none, one or a list. */
  tokens(key: string, fallback: number | null): readonly number[] {
    const value = this.value(key, fallback);
    const ids: readonly unknown[] = value === null ? [] : Array.isArray(value) ? value : [value];
    if (ids.every((id): id is number => typeof id === 'number' && Number.isSafeInteger(id) && id >= 0)) return ids;
    throw this.wrong(key, 'a token, a list of them, or null');
  }

  /** Must be one of these where the file has it. */
  only(key: string, allowed: readonly unknown[]): void {
    if (this.has(key) && !allowed.includes(this.json[key]))
      throw this.wrong(key, allowed.map((value) => JSON.stringify(value)).join(' or '));
  }

  /** Refuses keys that were not asked for, but for those that this reader passes over. */
  end(passedOver: readonly string[] = []): void {
    const unknown = Object.keys(this.json).find((key) => !this.asked.has(key) && !passedOver.includes(key));
    if (unknown !== undefined) throw new Refusal(`${this.file} has ${unknown}, which no model of its kind reads`);
  }

  wrong(key: string, wanted: string): Refusal {
    const got = Object.hasOwn(this.json, key) ? JSON.stringify(this.json[key]) : 'nothing';
    return new Refusal(`${this.file} has ${key}: ${got} where ${wanted} is needed`);
  }
}
