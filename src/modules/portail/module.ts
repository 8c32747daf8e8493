import { ficheUrl } from '#modules/catalogue/index.ts'
import { retourPublieUrl } from '#modules/pole/index.ts'
import { accueilUrl } from '#web/links.ts'
import type { CoformeModule } from '#web/module.ts'
import { identitesAFaire } from './contributions/aujourdhui.ts'
import { demanderUnAvis, tacheAvis } from './jobs/avis.job.ts'
import { envoyerLaLettre, purgerLePortail, tacheLettre, tachePurger } from './jobs/lettre.job.ts'
import { envoyerPreuve, tachePreuve } from './jobs/preuve.job.ts'
import {
  actualitesAtomUrl,
  actualitesJsonUrl,
  actualitesRssUrl,
  actualitesUrl,
  actualiteUrl,
  agendaIcsUrl,
  agendaUrl,
  candidatureUrl,
  carteUrl,
  chercherUrl,
  choisirLettreUrl,
  confirmerLettreUrl,
  cooperativesUrl,
  cooperativeUrl,
  demanderUnePlaceUrl,
  ecrireUrl,
  fluxRetoursUrl,
  formationsUrl,
  lettreUrl,
  livrableOuvertUrl,
  livrablesUrl,
  mentionsUrl,
  planUrl,
  polesMetiersUrl,
  prouverDemandeUrl,
  rejoindreLUnionUrl,
  retoursUrl,
  suivreDemandeUrl,
  unionUrl,
} from './liens.ts'
import { actualitesPage } from './pages/actualites.page.tsx'
import { agendaPage } from './pages/agenda.page.tsx'
import { avisPage } from './pages/avis.page.tsx'
import { chercherPage } from './pages/chercher.page.tsx'
import { cooperativesPage } from './pages/cooperatives.page.tsx'
import { demanderUnePlacePage } from './pages/demander-une-place.page.tsx'
import { ecrirePage } from './pages/ecrire.page.tsx'
import { fichePage } from './pages/fiche.page.tsx'
import { formationsPage } from './pages/formations.page.tsx'
import { identitesPage } from './pages/identites.page.tsx'
import { importerPage } from './pages/importer.page.tsx'
import { lettrePage } from './pages/lettre.page.tsx'
import { lettreDuPolePage } from './pages/lettre-du-pole.page.tsx'
import { livrablesPage } from './pages/livrables.page.tsx'
import { maFichePage } from './pages/ma-fiche.page.tsx'
import { memoireDesPages } from './pages/memoire.ts'
import { mentionsPage } from './pages/mentions.page.tsx'
import { nommerLUnion } from './pages/nommer-l-union.ts'
import { planPage } from './pages/plan.page.ts'
import { polesMetiersPage } from './pages/poles-metiers.page.tsx'
import { redactionPage } from './pages/redaction.page.tsx'
import { redigerPage } from './pages/rediger.page.tsx'
import { rejoindreLUnionPage } from './pages/rejoindre.page.tsx'
import { retoursPage } from './pages/retours.page.tsx'
import { unionPage } from './pages/union.page.tsx'

/** Ce que tout le monde lit pareil, et que l'on garde en mémoire. Les illustrations, immuables, se gardent chez qui les lit. */
const gardees = [
  unionUrl.modele,
  polesMetiersUrl.modele,
  agendaUrl.modele,
  agendaIcsUrl.modele,
  retoursUrl.modele,
  retourPublieUrl.modele,
  fluxRetoursUrl.modele,
  actualitesUrl.modele,
  actualiteUrl.modele,
  actualitesAtomUrl.modele,
  actualitesRssUrl.modele,
  actualitesJsonUrl.modele,
  livrablesUrl.modele,
  livrableOuvertUrl.modele,
  cooperativesUrl.modele,
  carteUrl.modele,
  cooperativeUrl.modele,
  chercherUrl.modele,
  mentionsUrl.modele,
  formationsUrl.modele,
  ficheUrl.modele,
  planUrl.modele,
]

/** Ce que l’on écrit ou confirme sans compte : jamais gardé. */
const sansCompte = [
  demanderUnePlaceUrl,
  rejoindreLUnionUrl,
  candidatureUrl,
  ecrireUrl,
  prouverDemandeUrl,
  suivreDemandeUrl,
  lettreUrl,
  confirmerLettreUrl,
  choisirLettreUrl,
].map((l) => l.modele)

/** Les pages que l’on lit sans compte. Elles ne voient que ce qui est publié : la base n’y ouvre aucun organisme. */
export const portail: CoformeModule = {
  nom: 'portail',
  contributions: { aFaire: identitesAFaire },
  routes(app, services) {
    const memoire = memoireDesPages(services)
    // La porte d’entrée, composée par l’application, ne montre que ce que le compte des parutions suit.
    for (const chemin of [accueilUrl(), ...gardees]) app.use(chemin, memoire)
    for (const chemin of [...gardees, ...sansCompte]) app.use(chemin, nommerLUnion)
    app.route('/', unionPage(services))
    app.route('/', actualitesPage(services))
    app.route('/', polesMetiersPage(services))
    app.route('/', agendaPage(services))
    app.route('/', retoursPage(services))
    app.route('/', livrablesPage(services))
    app.route('/', formationsPage(services))
    app.route('/', demanderUnePlacePage(services))
    app.route('/', fichePage(services))
    app.route('/', planPage(services))
    app.route('/', cooperativesPage(services))
    app.route('/', chercherPage(services))
    app.route('/', rejoindreLUnionPage(services))
    app.route('/', ecrirePage(services))
    app.route('/', lettrePage(services))
    app.route('/', avisPage(services))
    app.route('/', mentionsPage(services))
    app.route('/', identitesPage(services))
    app.route('/', maFichePage(services))
    app.route('/', lettreDuPolePage(services))
    // « importer » et « nouvelle » avant l'actualité, dont l'adresse les avalerait.
    app.route('/', importerPage(services))
    app.route('/', redactionPage(services))
    app.route('/', redigerPage(services))
  },
  systeme: {
    [tacheLettre]: envoyerLaLettre,
    [tachePurger]: purgerLePortail,
    [tacheAvis]: demanderUnAvis,
    [tachePreuve]: envoyerPreuve,
  },
  crons: [{ nom: tachePurger, quand: '47 2 * * *' }],
}
