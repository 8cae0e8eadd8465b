/** Two short soft notes. Browsers allow sound only after the person touched the page; until then this is silent. */

let context: AudioContext | null = null;

/** Call on the first gesture. */
export function allowSound(): void {
  context ??= new AudioContext();
  void context.resume();
}

export function blip(): void {
  if (context?.state !== 'running') return;
  const start = context.currentTime;
  for (const [index, frequency] of [660, 880].entries()) {
    const at = start + index * 0.11;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.08, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.25);
  }
}
