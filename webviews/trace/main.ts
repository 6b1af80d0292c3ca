import '../common/common.css';
import '../common/table.css';
import '../common/tabs.css';
import '../common/controls.css';
import '../ram/ram.css';
import '../timeline/timeline.css';
import './trace.css';
import { acquireHost } from '../common/host';
import { startTrace } from './traceView';

startTrace(document.body, acquireHost());
