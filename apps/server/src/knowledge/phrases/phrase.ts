/** A pattern in plain words, and the words that it stands for, parted by spaces. */
export type Phrase = readonly [asked: RegExp, meant: string];
