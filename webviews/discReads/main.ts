import '../common/common.css';
import '../common/table.css';
import '../common/view.css';
import './discReads.css';
import { acquireHost } from '../common/host';
import { startDiscReads } from './view';

startDiscReads(document.body, acquireHost());
