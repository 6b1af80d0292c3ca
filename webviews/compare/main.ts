import '../common/common.css';
import '../common/table.css';
import '../common/controls.css';
import '../common/panes.css';
import './compare.css';
import { acquireHost } from '../common/host';
import { startCompare } from './compareView';

startCompare(document.body, acquireHost());
