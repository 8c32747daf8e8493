import { withQuery } from '#web/links.ts'
import type { CoformeModule } from '#web/module.ts'
import { importerCsvCommande } from './commandes/importer-csv.ts'
import { importEntreprises, importPersonnes } from './gestes/importer.ts'
import { entreprisesUrl, personnesUrl } from './liens.ts'
import { contactPage } from './pages/contact.page.tsx'
import { doublonsEntreprisesPage, doublonsPersonnesPage } from './pages/doublons.page.tsx'
import { ecrireEntreprisePage } from './pages/ecrire-entreprise.page.tsx'
import { ecrirePersonnePage } from './pages/ecrire-personne.page.tsx'
import { entreprisesPage } from './pages/entreprises.page.tsx'
import { importerCsvPage } from './pages/importer-csv.page.tsx'
import { intervenantPage } from './pages/intervenant.page.tsx'
import { personnesPage } from './pages/personnes.page.tsx'
import { statutPage } from './pages/statut.page.tsx'

const roles = [
  'responsable',
  'responsable-pedagogique',
  'assistant',
  'referent-handicap',
  'referent-qualite',
  'comptable',
  'equipe-appui',
  'auditeur',
]

/** La fiche d'une personne et celle d'une entreprise ne sont pas montées ici : `app/` les compose avec ce qu'en savent les autres. */
export const tiers: CoformeModule = {
  nom: 'tiers',
  navigation: [
    { libelle: 'Personnes', href: personnesUrl(), rang: 40, groupe: 'personnes', roles },
    {
      libelle: 'Intervenants',
      href: withQuery(personnesUrl(), { qui: 'intervenant' }),
      rang: 43,
      groupe: 'personnes',
      roles,
    },
    { libelle: 'Entreprises', href: entreprisesUrl(), rang: 45, groupe: 'personnes', roles },
  ],
  commandes: [importerCsvCommande],
  routes(app, services) {
    app.route('/', importerCsvPage(services, [importPersonnes, importEntreprises]))
    app.route('/', personnesPage(services))
    app.route('/', ecrirePersonnePage(services))
    app.route('/', intervenantPage(services))
    app.route('/', statutPage(services))
    app.route('/', doublonsPersonnesPage(services))
    app.route('/', entreprisesPage(services))
    app.route('/', ecrireEntreprisePage(services))
    app.route('/', contactPage(services))
    app.route('/', doublonsEntreprisesPage(services))
  },
}
