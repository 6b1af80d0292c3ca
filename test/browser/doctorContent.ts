import type { DoctorContent } from '../../webviews/messages/doctor';

/** A Doctor page with a line of each status. */
export const doctorContent: DoctorContent = {
  lines: [
    {
      id: 'project',
      title: 'Project',
      status: 'ok',
      what: 'ps2ml.json is valid: tiny.psnt on built-in, a DVD with the code PSML_000.01.',
      why: 'F5 builds and runs it.',
      details: [],
      action: 'Open',
    },
    {
      id: 'machine',
      title: 'This machine',
      status: 'warning',
      what: 'PS2 ML runs inside a container and cannot reach PCSX2 outside it.',
      why: 'Use the built-in console.',
      details: [],
      action: 'Check Again',
    },
    {
      id: 'pcsx2-settings',
      title: 'Settings of PCSX2',
      status: 'error',
      what: 'PINE is off.',
      why: 'The debugger reaches the console through PINE.',
      details: ['PINE: off, should be on.', 'PINE slot: 28011.'],
      action: 'Change Settings…',
    },
    {
      id: 'pine',
      title: 'Link to PCSX2 (PINE)',
      status: 'skipped',
      what: 'Nothing answers at PINE slot 28011.',
      why: 'This is normal while PCSX2 is not running.',
      details: [],
      action: 'Check Again',
    },
    { id: 'compiler', title: 'Compiler', what: 'Checking …', why: '', details: [] },
  ],
};
