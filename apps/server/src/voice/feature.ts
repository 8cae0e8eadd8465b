/** Wires speaking instead of writing. It stores nothing and sends nothing: what comes of it is the visitor's own message. */
import { transcribe } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { transcribeVerb } from './transcribe.ts';

export const voice: Feature = { name: 'voice', handlers: [handle(transcribe, transcribeVerb)] };
