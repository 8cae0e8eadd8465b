/** The words around speaking, apart from the others because they are loaded with that part. */
export const strings = {
  speak: 'Speak instead of writing',
  stop: 'Stop listening',
  cancel: 'Cancel',
  asking: 'Allow the microphone …',
  listening: 'Listening … Press again to stop.',
  recording: (seconds: number) => `Listening, for ${seconds} seconds at most. Press again to stop.`,
  writing: 'Writing it down …',
  written: 'Read it over, then send.',
  nothing: 'Nothing was heard. Press again and speak, or write.',
  refused: 'The microphone is blocked on this page. Allow it beside the address, then press again.',
  missing: 'No microphone answers. Connect one, or close what uses it, then press again.',
  offline: 'You are offline, and speaking needs a connection. Write instead: it is sent when you are back.',
  often: 'No more can be written down at the moment. Please write.',
  failed: 'That could not be written down.',
  unable: 'Your browser cannot write down what is said. Please write.',
  again: 'Try again',
};
