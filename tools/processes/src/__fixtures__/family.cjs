// A command with a grandchild. It says both ids, and says and does what its argument asks when it is interrupted.
const { spawn } = require('node:child_process');

const onInterrupt = process.argv[2];
const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
process.on('SIGINT', () => {
  console.log('got SIGINT');
  if (onInterrupt === 'save') {
    console.log('state saved');
    process.exit(1);
  }
});
console.log(`${process.pid} ${grandchild.pid}`);
if (onInterrupt === 'leave') process.exit(0);
setInterval(() => {}, 1000);
