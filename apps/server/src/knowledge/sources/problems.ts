/** Everything that may come between a page or a file and its article: the closed list, in words that tell what to do. */
import type { FetchTrouble } from '../../core/public-fetch.ts';
import type { DocumentTrouble } from '../documents/document.ts';

export type Problem =
  | FetchTrouble
  | DocumentTrouble
  | 'gone'
  | 'not_allowed'
  | 'too_often'
  | 'server_error'
  | 'odd_answer'
  | 'other_site'
  | 'too_many_redirects'
  | 'robots'
  | 'robots_unreachable'
  | 'noindex'
  | 'not_a_page'
  | 'document'
  | 'same_page'
  | 'beyond_limit'
  | 'pushed_out'
  | 'detached'
  | 'broken_off';

/** What it says of itself, and what to do; `detail` takes the place of `%`. */
const WORDS: Readonly<Record<Problem, readonly [reason: string, advice: string]>> = {
  address_refused: [
    'The address is not one of an ordinary web page: http or https, without a password, on its usual port.',
    'Check the address.',
  ],
  not_public: [
    'The address leads into a private network.',
    'Only public websites are imported. Whoever runs the server can allow one more: CRAWL_ALLOW.',
  ],
  name_unknown: ['There is no website of that name.', 'Check the address for slips.'],
  no_connection: ['The website did not let us in.', 'Open it in a browser. If it works there, try again later.'],
  bad_certificate: ['The website’s certificate is not valid.', 'Renew it: browsers warn your visitors too.'],
  too_slow: ['The page took more than 20 seconds.', 'Try again later.'],
  too_large: ['The page is larger than 4 MB.', 'Write its gist as an article by hand.'],
  broken_answer: ['The website’s answer was broken off or made no sense.', 'Try again later.'],
  gone: ['The page is not there (any more).', 'Correct the link that leads to it.'],
  not_allowed: [
    'The website wants a password here, or keeps programs out.',
    'Let “ParleyBot” in, or write an article by hand.',
  ],
  too_often: ['The website said that we ask too often.', 'Try again later.'],
  server_error: ['The website had an error of its own (%).', 'Try again later, and tell whoever looks after the site.'],
  odd_answer: ['The website answered with the status %.', 'Open the page in a browser to see what is wrong.'],
  other_site: ['The page leads to another site: %', 'If that site is yours too, add it as a source of its own.'],
  too_many_redirects: ['The page leads in a circle.', 'Tell whoever looks after the site.'],
  robots: ['The site’s robots.txt asks programs to stay away.', 'Allow “ParleyBot” there, if you want it imported.'],
  robots_unreachable: [
    'The site’s robots.txt could not be read, and until it says what may be read we read nothing (%).',
    'Try again later.',
  ],
  noindex: ['The page asks not to be found (noindex).', 'Take that away, if visitors may read it in answers.'],
  not_a_page: ['This is no web page (%).', 'Upload it as a file instead, if it is a document.'],
  document: [
    'This is a document (%), and no page.',
    'Upload it as a file (PDF, DOCX or CSV), if visitors may read it in answers.',
  ],
  same_page: ['It is the same page as %', ''],
  beyond_limit: ['% more pages were found than this source may have.', 'Raise its limit of pages, and import again.'],
  pushed_out: [
    'Other pages took its place: the source has reached its limit of pages.',
    'Raise the limit, and import again.',
  ],
  detached: ['You write this article yourself now.', ''],
  empty: ['It is empty.', 'Choose another file.'],
  no_text: [
    'There is no text in it: pictures of text, perhaps, or a page that scripts fill.',
    'Write an article by hand, or upload the text.',
  ],
  not_text: ['This is not text.', 'Save it as text (UTF-8), PDF or DOCX, and upload that.'],
  not_a_pdf: ['This is not a PDF, whatever its name says.', 'Save it as a PDF again.'],
  encrypted: ['It is locked with a password.', 'Save it without one, and upload it again.'],
  not_a_docx: ['This is not a DOCX, whatever its name says, or it is damaged.', 'Save it as DOCX again.'],
  unfolds: ['It unfolds to far more than a document holds.', 'Take out pictures and attachments, and upload it again.'],
  too_long: ['It is too long.', 'Divide it, and upload the parts.'],
  not_a_sitemap: ['This is not a sitemap.', 'Check the address; a sitemap is XML with a list of pages.'],
  no_rows: ['There are no questions and answers in it.', 'Two columns are needed: question and answer.'],
  no_question: ['This row has no question.', 'Fill it in, and upload the file again.'],
  no_answer: ['This row has no answer.', 'Fill it in, and upload the file again.'],
  unreadable: ['It could not be read; it seems to be damaged.', 'Save it again with the program that made it.'],
  took_too_long: ['To read it took too long.', 'Divide it, or save it in a simpler form.'],
  took_too_much: ['To read it took too much memory.', 'Divide it, or save it in a simpler form.'],
  broken_off: [
    'The import was broken off by an error of ours.',
    'Try again. Whoever runs the server finds more in its log.',
  ],
};

/** Not worth a line of a report, nor counted: nothing is lost, and nothing is to be done. */
export const SILENT: readonly Problem[] = ['same_page'];

export const wordsOf = (problem: Problem, detail: string | null): { reason: string; advice: string } => {
  const [reason, advice] = WORDS[problem];
  return { reason: reason.replace('%', () => detail ?? ''), advice };
};
