/** How text is cut into words before a tokenizer is trained, and what other tools will make of the choice. */
import { useStore } from 'zustand';
import { SPLIT_RULES, splitRule } from '../../data/tokenizer/split-rules.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { ChoiceRow } from '../parts/choice-row.tsx';

export function RuleChoice() {
  const m = useMessages();
  const { tokenizer } = useStores();
  const { rule, training } = useStore(tokenizer.store);
  const c = m.tokenizer.compare;
  const outcomes = Object.entries(splitRule(rule).outcomes) as [keyof typeof c.tools, keyof typeof c.outcomes][];
  const others = outcomes.filter(([tool]) => tool !== 'ocaq');
  return (
    <div className="flex basis-full flex-col gap-1">
      <ChoiceRow
        legend={m.tokenizer.rule}
        options={SPLIT_RULES.filter(({ isOffered }) => isOffered).map(({ id }) => ({ value: id, label: c.rules[id] }))}
        value={rule}
        disabled={training}
        onChange={tokenizer.setRule}
      />
      <p className="text-soft text-sm">{m.tokenizer.ruleHints[rule]}</p>
      <details className="text-soft text-sm">
        <summary className="w-fit">{m.tokenizer.ruleTools}</summary>
        <ul className="mt-1 flex flex-col gap-0.5">
          {others.map(([tool, outcome]) => (
            <li key={tool}>
              {c.tools[tool]}: {c.outcomes[outcome]}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
