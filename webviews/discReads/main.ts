import '../common/common.css';
import '../common/table.css';
import '../common/view.css';
import '../common/controls.css';
import '../common/smallTable.css';
import '../common/tabs.css';
import './discReads.css';
import './whatIf/whatIf.css';
import '../common/lowView.css';
import { acquireHost } from '../common/host';
import { startDiscReads } from './discReadsView';

startDiscReads(document.body, acquireHost());
