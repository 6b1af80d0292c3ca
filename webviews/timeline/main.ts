import '../common/common.css';
import '../common/table.css';
import '../common/view.css';
import '../common/controls.css';
import '../common/tabs.css';
import './timeline.css';
import '../common/lowView.css';
import { acquireHost } from '../common/host';
import { startTimeline } from './timelineView';

startTimeline(document.body, acquireHost());
