import { bpf } from '#modules/bpf/index.ts'
import { cae } from '#modules/cae/index.ts'
import { catalogue } from '#modules/catalogue/index.ts'
import { comptes } from '#modules/comptes/index.ts'
import { moduleControles } from '#modules/controles/index.ts'
import { moduleDocuments } from '#modules/documents/index.ts'
import { donnees } from '#modules/donnees/index.ts'
import { emargementModule } from '#modules/emargement/module.ts'
import { espaces } from '#modules/espaces/index.ts'
import { moduleEtapes } from '#modules/etapes/index.ts'
import { moduleFacturation } from '#modules/facturation/index.ts'
import { moduleInscriptions } from '#modules/inscriptions/index.ts'
import { marches } from '#modules/marches/index.ts'
import { moduleMutualisation } from '#modules/mutualisation/index.ts'
import { moduleOrganisme } from '#modules/organisme/index.ts'
import { poleModule } from '#modules/pole/index.ts'
import { portail } from '#modules/portail/index.ts'
import { qualite } from '#modules/qualite/index.ts'
import { moduleQuestionnaires } from '#modules/questionnaires/index.ts'
import { moduleRessources } from '#modules/ressources/index.ts'
import { moduleSessions } from '#modules/sessions/index.ts'
import { stagiaires } from '#modules/stagiaires/index.ts'
import { tiers } from '#modules/tiers/index.ts'
import type { CoformeModule } from '#web/module.ts'
import {
  prisesDeLaCae,
  prisesDeLaFacturation,
  prisesDeLaMutualisation,
  prisesDeLOrganisme,
  prisesDesControles,
  prisesDesDocuments,
  prisesDesEtapes,
  prisesDesQuestionnaires,
  prisesDesRessources,
} from './prises.ts'
import { prisesDesInscriptions, prisesDesSessions } from './toucher.tsx'

/** Les modules en service, par rang. Un module absent d'ici n'a ni page, ni tâche, ni commande. */
export const modules: readonly CoformeModule[] = [
  comptes,
  moduleOrganisme(prisesDeLOrganisme),
  poleModule,
  moduleDocuments(prisesDesDocuments),
  tiers,
  catalogue,
  moduleSessions(prisesDesSessions(() => modules.flatMap((m) => m.contributionsSession ?? []))),
  moduleInscriptions(prisesDesInscriptions(() => modules.flatMap((m) => m.contributionsSession ?? []))),
  emargementModule,
  moduleQuestionnaires(prisesDesQuestionnaires),
  moduleFacturation(prisesDeLaFacturation),
  stagiaires,
  moduleControles(prisesDesControles),
  bpf,
  qualite,
  cae(prisesDeLaCae(() => modules)),
  marches,
  moduleMutualisation(prisesDeLaMutualisation),
  moduleRessources(prisesDesRessources),
  donnees,
  moduleEtapes(prisesDesEtapes(() => modules)),
  portail,
  espaces,
]
