import type { CoformeModule } from '#web/module.ts'
import { contributionsDuPole } from './contributions/aujourdhui.ts'
import {
  tacheAccueillir,
  tacheAvisDonne,
  tacheChangement,
  tacheInviter,
  tacheRappeler,
  tacheRetour,
  tacheSignatures,
  tacheVote,
  tourneeRappels,
} from './domain/taches.ts'
import { accueillirCooperative, inviter } from './jobs/envoyer.job.ts'
import { avisDonne, signaturesReunies } from './jobs/naissance.job.ts'
import {
  annoncerChangement,
  annoncerVote,
  envoyerRetour,
  rappeler,
  tournerLesRappels,
} from './jobs/prevenir.job.ts'
import { polesUrl } from './liens.ts'
import { brouillonPage } from './pages/brouillon.page.tsx'
import { convoquerPage, corrigerPage } from './pages/convoquer.page.tsx'
import { datesPage } from './pages/dates.page.tsx'
import { decisionPage } from './pages/decision.page.tsx'
import { nouvelleDecisionPage } from './pages/decision-nouvelle.page.tsx'
import { dossierPage } from './pages/dossier.page.tsx'
import { fonderPage, reglerPolePage } from './pages/fonder.page.tsx'
import { groupePage } from './pages/groupe.page.tsx'
import { livrablePage } from './pages/livrable.page.tsx'
import { livrerPage } from './pages/livrer.page.tsx'
import { polePage } from './pages/pole.page.tsx'
import { polesPage } from './pages/poles.page.tsx'
import { proposerPage } from './pages/proposer.page.tsx'
import { propositionPage } from './pages/proposition.page.tsx'
import { rejoindrePage } from './pages/rejoindre.page.tsx'
import { retourPage } from './pages/retour.page.tsx'
import { reunionPage } from './pages/reunion.page.tsx'
import { veillePage } from './pages/veille.page.tsx'

export const poleModule: CoformeModule = {
  nom: 'pole',
  navigation: [{ libelle: 'Pôle', href: polesUrl(), rang: 100, groupe: 'commun' }],
  routes(app, services) {
    app.route('/', polesPage(services))
    // Avant la page du pôle et celle d'une rencontre, dont les adresses les avaleraient.
    app.route('/', fonderPage(services))
    app.route('/', reglerPolePage)
    app.route('/', brouillonPage(services))
    app.route('/', proposerPage)
    app.route('/', propositionPage)
    app.route('/', rejoindrePage(services))
    app.route('/', convoquerPage)
    app.route('/', corrigerPage)
    app.route('/', datesPage)
    app.route('/', retourPage(services))
    app.route('/', veillePage(services))
    app.route('/', reunionPage(services))
    app.route('/', nouvelleDecisionPage(services))
    app.route('/', decisionPage(services))
    app.route('/', livrerPage(services))
    app.route('/', groupePage(services))
    app.route('/', dossierPage(services))
    app.route('/', livrablePage(services))
    app.route('/', polePage(services))
  },
  contributions: contributionsDuPole,
  jobs: {
    [tacheInviter]: inviter,
    [tacheAccueillir]: accueillirCooperative,
    [tacheChangement]: annoncerChangement,
    [tacheVote]: annoncerVote,
    [tacheRetour]: envoyerRetour,
    [tacheRappeler]: rappeler,
    [tacheSignatures]: signaturesReunies,
    [tacheAvisDonne]: avisDonne,
  },
  systeme: { [tourneeRappels]: tournerLesRappels },
  // 7 h 20 à Paris l’hiver : un rappel se lit au début du jour où il sert.
  crons: [{ nom: tourneeRappels, quand: '20 6 * * *' }],
}
