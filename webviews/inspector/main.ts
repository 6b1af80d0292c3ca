import '../common/common.css';
import '../common/table.css';
import '../common/tabs.css';
import '../common/controls.css';
import './inspector.css';
import './bytes/bytes.css';
import { acquireHost } from '../common/host';
import { startInspector } from './view';

startInspector(document.body, acquireHost());
