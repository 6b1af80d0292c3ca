import '../common/common.css';
import '../common/controls.css';
import './television.css';
import { acquireHost } from '../common/host';
import { startTelevision } from './televisionView';

startTelevision(document.body, acquireHost());
