/** Lets a verb hand over its answer as JSON too, where that text is there already: the socket's door then serialises nothing. */

const TEXT = Symbol('the answer as JSON');

/** `text`: the members of `answer`, without the braces. HTTP and callers inside see the object alone. */
export const asText = <Answer extends object>(answer: Answer, text: string): Answer =>
  Object.assign(answer, { [TEXT]: text });

/** The frame that answers a command. */
export function answerFrame(command: string, id: string | undefined, answer: object): string {
  const text = (answer as { [TEXT]?: string })[TEXT];
  if (text === undefined) return JSON.stringify({ command, ...(id !== undefined && { id }), ...answer });
  return `{"command":"${command}",${id === undefined ? '' : `"id":${JSON.stringify(id)},`}${text}}`;
}
