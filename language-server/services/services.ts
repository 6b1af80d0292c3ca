import { microService, r5900Service, vclService } from '../assembly/service';
import type { LanguageService, ServiceHost } from './languageService';
import { listingService } from '../listing/service';
import { projectService } from '../project/service';
import { systemCnfService } from '../systemCnf/service';

export type ServiceFactory = (host: ServiceHost) => LanguageService;

/** The service of each language. A language is added here and in languages.ts. */
export const services: readonly ServiceFactory[] = [
  listingService,
  projectService,
  systemCnfService,
  r5900Service,
  microService,
  vclService,
];
