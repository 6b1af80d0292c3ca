// Mocha's spec reporter which also writes its counts and its failed tests to the file named by PS2ML_TEST_COUNTS,
// so that the counts of several mocha runs can be added up. CommonJS, because it is also loaded inside VS Code.
'use strict';
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const file = process.env.PS2ML_TEST_COUNTS;
    if (!file) return;
    const { passes, failures, pending } = this.stats;
    const failedTests = this.failures.map((test) => ({
      file: test.file ?? '',
      title: test.titlePath().join(' › '),
      reason: String(test.err?.message ?? '').split('\n')[0],
    }));
    writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending, failedTests }));
  }
};
