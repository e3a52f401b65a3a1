/** Every form of exams, in the order in which they are asked whether a file is theirs. A new one is a file here and its line. */
import { arc } from './arc.ts';
import { belebele } from './belebele.ts';
import type { ExamForm } from './exam.ts';
import { hellaswag } from './hellaswag.ts';
import { plain } from './plain.ts';
import { sib200 } from './sib200.ts';

export const EXAM_FORMS: readonly ExamForm[] = [arc, hellaswag, belebele, sib200, plain];
