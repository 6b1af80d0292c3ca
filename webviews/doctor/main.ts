import '../common/common.css';
import '../common/controls.css';
import './doctor.css';
import { acquireHost } from '../common/host';
import { startDoctor } from './view';

startDoctor(document.body, acquireHost());
