import '../common/common.css';
import '../common/table.css';
import './inspector.css';
import { acquireHost } from '../common/host';
import { startInspector } from './view';

startInspector(document.body, acquireHost());
