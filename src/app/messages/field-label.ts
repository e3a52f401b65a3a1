/** What a field of a run's settings or of its model, and a value of it, is called on the page; as in the code where it has no other name. */
import type { Messages } from './language.ts';

/** Fields that the forms call otherwise than the records do. */
const modelFields: Readonly<Record<string, keyof Messages['model']['fields']>> = {
  hiddenSize: 'width',
  ffnSize: 'feedForward',
  contextLength: 'context',
  vocabSize: 'vocab',
  ropeTheta: 'rope',
};

const groupFields: Readonly<Record<string, keyof Messages['train']['fields']>> = {
  'groups.tables.rate': 'tableRate',
  'groups.tables.decay': 'tableDecay',
  'groups.matrices.rate': 'matrixRate',
  'groups.matrices.decay': 'matrixDecay',
  'groups.vectors.rate': 'vectorRate',
  'groups.vectors.decay': 'vectorDecay',
};

export function fieldLabel(field: string, { method, model, train }: Messages): string {
  if (field in Object.prototype) return field; // what every object has is no label; settings from elsewhere may be named so
  const ofModel = modelFields[field];
  if (ofModel) return model.fields[ofModel];
  const ofGroups = groupFields[field];
  if (ofGroups) return train.fields[ofGroups];
  const labels: Readonly<Record<string, string>> = { ...model.fields, ...train.fields, ...method.fields };
  return labels[field] ?? field;
}

/** Of a value that is one of a few words. */
export function valueLabel(field: string, value: string, { model, train }: Messages): string {
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    precision: model.precisions,
    optimizer: train.optimizers,
    schedule: train.schedules,
    onDivergence: train.policies,
  };
  const ofField = Object.hasOwn(words, field) ? words[field] : undefined;
  return ofField && Object.hasOwn(ofField, value) ? (ofField[value] ?? value) : value;
}
