import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

// Live servers and scripted phones mostly wait, for seconds that the telephone network gives them:
// files of tests stand beside each other where one machine's cores alone would have them queue.
export default mergeConfig(shared, { test: { maxWorkers: 3 } });
