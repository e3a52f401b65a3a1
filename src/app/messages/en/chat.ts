/** Messages of the Chat screen. Parameters are ready text. */
import type { ChatResult } from '../../../worker/api.ts';

export const chat = {
  checkpoint: 'Checkpoint',
  template: 'Template',
  templates: {
    auto: 'The one it was tuned with',
    plain: 'None: continue the text',
    az: 'Azerbaijani',
    alpaca: 'Alpaca',
  },
  sampling: 'Sampling',
  temperature: 'Temperature',
  topK: 'Top k',
  topP: 'Top p',
  minP: 'Min p',
  repetitionPenalty: 'Repetition penalty',
  seed: 'Seed',
  maxTokens: 'Max tokens',
  input: 'Your message',
  placeholder: 'Write something…',
  placeholderPlain: 'Begin a text for the model to continue…',
  send: 'Send',
  stop: 'Stop',
  clear: 'New conversation',
  you: 'You',
  model: 'Model',
  speed: (tokens: string, speed: string) => `${tokens} tokens, ${speed} tokens/s`,
  stopped: {
    eos: 'answer complete',
    length: 'reached the maximum number of tokens',
    context: 'reached the end of its context',
    cancelled: 'stopped',
  } satisfies Record<ChatResult['stopped'], string>,
  emptyAnswer: '(no text)',
  needsCheckpoint: 'There is no checkpoint yet. Train a model, and talk with it here.',
  toTrain: 'Go to Train',
  begin: 'Say something to the model.',
  beginLead:
    'Small models repeat themselves and make things up: they have seen little text. Judge how it writes, not what it claims.',
  training: 'A run is under way and holds the graphics card, so answers may be slow.',
  conversation: 'Conversation',
  enterHint: 'Enter sends, Shift + Enter starts a new line',
};

export type Chat = typeof chat;
