import '../common/common.css';
import '../common/table.css';
import '../common/view.css';
import '../common/controls.css';
import '../common/smallTable.css';
import '../common/tabs.css';
import '../tokens/tokens.css';
import '../discReads/discReads.css';
import '../discReads/whatIf/whatIf.css';
import '../ram/ram.css';
import '../timeline/timeline.css';
import '../common/lowView.css';
import './figures.css';
import { acquireHost } from '../common/host';
import { startFigures } from './figuresView';

startFigures(document.body, acquireHost(), document.body.dataset['tab']);
