import '../common/common.css';
import '../common/table.css';
import '../common/controls.css';
import '../common/panes.css';
import './tokenizer.css';
import { acquireHost } from '../common/host';
import { startTokenizer } from './tokenizerView';

startTokenizer(document.body, acquireHost());
