/** How checkpoints fared in the blind comparisons of the project, pair by pair; exported and reset here. */
import { Download, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { judgementLines, preference, type Score, scores } from '../../state/blind.ts';
import { useStores } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { useCheckpointName } from '../parts/checkpoint-names.ts';
import { Ask } from '../parts/dialogs.tsx';
import { Section } from '../parts/layout.tsx';
import { saveFile } from '../parts/save-file.ts';

export function BlindScores() {
  const { blind: b } = useMessages().chat;
  const { chat } = useStores();
  const judgements = useStore(chat.store, (state) => state.judgements);
  const nameOf = useCheckpointName();
  const [asking, setAsking] = useState(false);
  if (judgements.length === 0) return null;
  const save = () => saveFile(new Blob([judgementLines(judgements, nameOf)]), 'ocaq-comparisons.jsonl');
  return (
    <Section
      title={b.title}
      testId="chat-scores"
      aside={
        <>
          <IconButton label={b.export} onClick={save}>
            <Download className="size-4" aria-hidden="true" />
          </IconButton>
          <IconButton label={b.reset} onClick={() => setAsking(true)}>
            <RotateCcw className="size-4" aria-hidden="true" />
          </IconButton>
        </>
      }
    >
      <ul className="flex flex-col gap-5">
        {scores(judgements).map((score) => (
          <PairScore key={`${score.first} ${score.second}`} score={score} />
        ))}
      </ul>
      <Ask
        open={asking}
        onOpenChange={setAsking}
        title={b.resetTitle}
        lead={b.resetLead}
        action={b.reset}
        onConfirm={() => chat.forgetJudgements()}
      />
    </Section>
  );
}

function PairScore({ score }: { score: Score }) {
  const { blind: b } = useMessages().chat;
  const language = useLanguage();
  const nameOf = useCheckpointName();
  const rows = [
    { label: b.winsOf(nameOf(score.first)), count: score.wins },
    { label: b.winsOf(nameOf(score.second)), count: score.losses },
    { label: b.tie, count: score.ties },
    { label: b.bothBad, count: score.bothBad },
  ];
  return (
    <li className="flex flex-col gap-1 text-sm">
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
        {rows.map(({ label, count }) => (
          <div key={label} className="contents">
            <dt>{label}</dt>
            <dd className="text-right tabular-nums">{formatNumber(count, language)}</dd>
          </div>
        ))}
      </dl>
      <Preference score={score} />
    </li>
  );
}

function Preference({ score }: { score: Score }) {
  const { blind: b } = useMessages().chat;
  const language = useLanguage();
  const found = preference(score);
  if (!found) return <p className="text-soft text-xs">{b.undecided}</p>;
  const share = (value: number) => formatShare(value, language);
  return (
    <p className="text-soft text-xs">
      {b.preference(share(found.share), formatNumber(score.wins + score.losses, language))}{' '}
      {b.interval(share(found.low), share(found.high))} {found.low > 0.5 ? b.beyondChance : b.maybeChance}
    </p>
  );
}
