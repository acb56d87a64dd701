import { fileFolder } from '../filing';

/** Files two texts in the folder that it is given, and is sent Ctrl-C while it reads the second. */
fileFolder(process.argv[2] ?? '', {
  'a.txt': 'one',
  get 'b.txt'() {
    process.kill(process.pid, 'SIGINT');
    return 'two';
  },
});
