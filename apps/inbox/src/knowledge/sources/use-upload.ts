/** Uploading files one after the other: how far that is, and which were not taken and why. */
import { CallError } from '@parley/client';
import type { CommandResult } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../../accounts/http.ts';
import { session } from '../../accounts/session.ts';
import { base64Of } from '../../ui/base64-of.ts';
import { useTakeSource } from './use-sources.ts';

/** As the server takes them. */
const MOST_BYTES = 16_777_216;
export const ENDINGS = '.pdf,.docx,.html,.htm,.md,.markdown,.txt,.csv';
/** Slow lines take their time for some megabytes. */
const UPLOAD_MS = 300_000;

export interface Upload {
  /** The file at hand, and which of how many it is; null: none. */
  now: { name: string; number: number; of: number } | null;
  failures: { name: string; why: string }[];
  upload: (files: readonly File[]) => void;
  forget: () => void;
}

export function useUpload(): Upload {
  const take = useTakeSource();
  const [now, setNow] = useState<Upload['now']>(null);
  const [failures, setFailures] = useState<Upload['failures']>([]);
  const one = async (file: File): Promise<void> => {
    if (file.size > MOST_BYTES) throw new Error('It is larger than 16 MB. Divide it, and upload the parts.');
    if (file.size === 0) throw new Error('It is empty.');
    const params = { name: file.name, content: await base64Of(file) };
    const init = { method: 'POST', signal: AbortSignal.timeout(UPLOAD_MS) };
    take((await session.post<CommandResult<'upload_file'>>('/api/sources/files', params, init)).source);
  };
  const all = async (files: readonly File[]): Promise<void> => {
    setFailures([]);
    for (const [i, file] of files.entries()) {
      setNow({ name: file.name, number: i + 1, of: files.length });
      try {
        await one(file);
      } catch (error) {
        const why = wordsOf(error);
        setFailures((before) => [...before, { name: file.name, why }]);
      }
    }
    setNow(null);
  };
  return {
    now,
    failures,
    upload: (files) => {
      if (files.length > 0 && now === null) void all(files);
    },
    forget: () => setFailures([]),
  };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof CallError))
    return error instanceof Error && error.message ? error.message : failureWords(error);
  const { name, content } = error.fields ?? {};
  if (name) return `Its name ${name}.`;
  return content ? `It ${content}.` : failureWords(error);
}
