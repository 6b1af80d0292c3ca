// Mocha's spec reporter which also writes the counts of each test file to the file named by PS2ML_TEST_COUNTS, so that
// those of several mocha runs can be added up. CommonJS, because it is also loaded inside VS Code.
'use strict';
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const counts = {};
    const count = (kind) => (test) => {
      const ofFile = (counts[test.file ?? ''] ??= { passed: 0, failed: 0, skipped: 0 });
      ofFile[kind]++;
    };
    runner.on('pass', count('passed'));
    runner.on('fail', count('failed'));
    runner.on('pending', count('skipped'));
    this.counts = counts;
  }

  epilogue() {
    super.epilogue();
    const file = process.env.PS2ML_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(this.counts));
  }
};
