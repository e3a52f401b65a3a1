/** Telling tokens of one tokenizer: the longest, the rarest, those that never occur, and suffixes as they are cut. */
import type { TokenizerFigures } from '../../data/tokenizer/compare.ts';
import { useMessages } from '../messages/messages.ts';

const visible = (text: string): string => text.replaceAll(' ', '·').replaceAll('\n', '↵');

export function TokenExamples({ figures }: { figures: TokenizerFigures }) {
  const m = useMessages();
  const { longest, rarest, neverUsed, suffixes } = figures;
  const c = m.tokenizer.compare;
  return (
    <details className="text-xs">
      <summary className="w-fit text-soft">{c.examples}</summary>
      <dl className="mt-1 flex max-w-md flex-col gap-2">
        <Row name={m.tokenizer.longest} tokens={longest.map(({ text }) => text)} />
        <Row name={c.rarest} tokens={rarest.map(({ text }) => text)} />
        <Row name={c.unused} tokens={neverUsed.examples.map(({ text }) => text)} />
        <Row name={c.suffixes} tokens={suffixes.examples.map(({ pieces }) => pieces.join('|'))} />
      </dl>
    </details>
  );
}

function Row({ name, tokens }: { name: string; tokens: readonly string[] }) {
  if (tokens.length === 0) return null;
  return (
    <div>
      <dt className="text-soft">{name}</dt>
      <dd className="flex flex-wrap gap-1 font-mono">
        {[...new Set(tokens)].map((token) => (
          <span key={token} className="max-w-full truncate rounded-sm bg-sunken px-1">
            {visible(token)}
          </span>
        ))}
      </dd>
    </div>
  );
}
