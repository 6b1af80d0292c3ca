import '../common/common.css';
import '../common/controls.css';
import './doctor.css';
import { acquireHost } from '../common/host';
import { startDoctor } from './doctorView';

startDoctor(document.body, acquireHost());
