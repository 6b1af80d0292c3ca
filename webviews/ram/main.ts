import '../common/common.css';
import '../common/table.css';
import '../common/view.css';
import '../common/controls.css';
import '../common/smallTable.css';
import '../common/tabs.css';
import './ram.css';
import '../common/lowView.css';
import { acquireHost } from '../common/host';
import { startRam } from './ramView';

startRam(document.body, acquireHost());
