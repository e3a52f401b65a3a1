/** The prompts that a run continues at every sample. */

/** Every sample stops the training for a while. */
const MOST_PROMPTS = 5;

/** The lines of a text, without empty ones, and not too many. */
export function promptsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, MOST_PROMPTS);
}

/**
 * The last tokens of a prompt that leave room for an answer, or half of a context that is shorter than two answers.
 * @param room tokens of the context
 */
export function endWithin(prompt: ArrayLike<number>, room: number, answerTokens: number): number[] {
  return Array.from(prompt).slice(-Math.max(room - answerTokens, Math.ceil(room / 2)));
}
