import '../common/common.css';
import '../common/table.css';
import '../common/tabs.css';
import '../common/controls.css';
import '../common/panes.css';
import './inspector.css';
import './bytes/bytes.css';
import './values/values.css';
import '../tokenizer/tokenizer.css';
import { acquireHost } from '../common/host';
import { startInspector } from './inspectorView';

startInspector(document.body, acquireHost());
