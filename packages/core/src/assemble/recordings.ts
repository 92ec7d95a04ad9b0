import { type Recording, RecordingState } from '@callbus/contract';

/**
 * Adds a recording, or what is new about one that is known: its link often
 * comes later than its name. The same file name under another link is another file.
 */
export function addRecording(recordings: Recording[], news: Recording): void {
  const { file = '', url = '' } = news;
  if (!file && !url) return;
  const known = recordings.find((r) => (url && r.url ? r.url === url : file !== '' && r.file === file));
  if (!known) {
    recordings.push({ file: file || '', url: url || '', state: news.state ?? 0 });
    return;
  }
  known.file = file || known.file || '';
  known.url = url || known.url || '';
  // That there is a name is no news once the file is known to be there or missing.
  if ((news.state ?? 0) > RecordingState.KNOWN || !known.state) known.state = news.state ?? 0;
}
