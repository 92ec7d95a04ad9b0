import { runNode } from '../../project.mjs';

// What `npm start` does once everything is installed.
process.exit(await runNode(process.argv.slice(2)));
