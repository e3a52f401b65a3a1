/** Collects the tokens of one split of a token set, and hands over a shard whenever one is full. */
import { OcaqError } from '../errors.ts';
import type { Split, TokenSetRecord, TokenShardRecord } from './records.ts';
import { sha256 } from './sha256.ts';

type TokenArray = TokenShardRecord['tokens'];
export type StoreShard = (shard: TokenShardRecord, digest: string) => Promise<void>;

export class SplitWriter {
  private readonly store: StoreShard;
  private readonly set: TokenSetRecord;
  private readonly split: Split;
  private readonly tokens: TokenArray;
  private filled = 0;
  private starts: number[] = [];

  /** @param set whose counts are counted up */
  constructor(set: TokenSetRecord, split: Split, store: StoreShard) {
    this.store = store;
    this.set = set;
    this.split = split;
    this.tokens = set.vocabSize <= 65536 ? new Uint16Array(set.shardTokens) : new Uint32Array(set.shardTokens);
  }

  async add(document: Uint16Array | Uint32Array, textBytes: number): Promise<void> {
    const { vocabSize, splits } = this.set;
    const outside = document.find((token) => token >= vocabSize);
    if (outside !== undefined) {
      throw new OcaqError(
        'token-outside-vocabulary',
        `A document gave the token ${outside}, but the tokenizer has only ${vocabSize}. The tokenizer is damaged: train or import it again.`,
        { token: outside, vocabSize },
      );
    }
    if (document.length > 0) this.starts.push(this.filled);
    for (let done = 0; done < document.length; ) {
      const part = document.subarray(done, done + this.tokens.length - this.filled);
      this.tokens.set(part, this.filled);
      this.filled += part.length;
      done += part.length;
      if (this.filled === this.tokens.length) await this.flush();
    }
    const counts = splits[this.split];
    counts.tokens += document.length;
    counts.documents++;
    counts.textBytes += textBytes;
  }

  async flush(): Promise<void> {
    if (this.filled === 0) return;
    const { projectId, tokenizerId, id: setId, splits } = this.set;
    const record: TokenShardRecord = {
      projectId,
      tokenizerId,
      setId,
      split: this.split,
      index: splits[this.split].shards,
      tokens: this.tokens.slice(0, this.filled),
      documentStarts: Uint32Array.from(this.starts),
    };
    const digest = await digestOf(record);
    await this.store(record, digest);
    splits[this.split].shards++;
    splits[this.split].digests?.push(digest);
    this.filled = 0;
    this.starts = [];
  }
}

function digestOf({ tokens, documentStarts }: TokenShardRecord): Promise<string> {
  const bytes = new Uint8Array(tokens.byteLength + documentStarts.byteLength);
  bytes.set(bytesOf(tokens));
  bytes.set(bytesOf(documentStarts), tokens.byteLength);
  return sha256(bytes);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: TokenArray): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
