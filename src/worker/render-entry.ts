/** The entry of the worker that renders chat templates: it answers one request after the other, and holds nothing else. */
import './answering-only.ts';
import { Template } from '@huggingface/jinja';
import { chatRendering, type RenderRequest } from '../formats/chat-renderer.ts';

const answer = chatRendering(Template);
addEventListener('message', ({ data }: MessageEvent<RenderRequest>) => postMessage(answer(data)));
postMessage('ready');
