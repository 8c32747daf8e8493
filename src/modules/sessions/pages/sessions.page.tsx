import { type DateCivile, dateCivile, formaterDate, formaterPeriode, lireDate } from '#kernel/dates.ts'
import { type Filtre, liste, mots, parmi } from '#modules/organisme/index.ts'
import { importerCsvUrl } from '#modules/tiers/index.ts'
import { ButtonLink, Empty } from '#web/components.tsx'
import { listerSessions } from '../db/sessions.queries.ts'
import { motEtat, motModalite } from '../domain/mots.ts'
import { nouvelleSessionUrl, sessionsUrl, sessionUrl } from '../liens.ts'
import { type PrisesSessions, sansPrises } from '../prises.ts'
import { accueilDesSessions } from './suivre.vue.tsx'

const jour = (label: string): Filtre<DateCivile | undefined> => ({
  label,
  lire: (brut) => {
    const lu = lireDate(brut)
    return lu.ok ? lu.value : undefined
  },
  montrer: (le) => formaterDate(le, 'chiffres'),
})
const planifier = { libelle: 'Planifier une session', href: nouvelleSessionUrl() }
const droit = 'sessions.planifier'

const vues = { toutes: 'une par une' }

export const sessionsPage = (prises: PrisesSessions = sansPrises) =>
  liste({
    lien: sessionsUrl,
    droit: 'sessions.lire',
    entre: () => true,
    titre: 'Sessions',
    lede: 'Vos sessions : quand, où, avec qui, ce qui manque, qui agit.',
    legende: 'Sessions, de la plus tardive à la plus ancienne',
    chercher: 'Filtrer les sessions',
    accueil: (tx, { peut, visiteur, le }) =>
      accueilDesSessions(tx, prises, {
        visiteur,
        le,
        formateurId: peut('sessions.lire') ? undefined : visiteur.personneId,
        planifie: peut(droit, { estSien: true }),
      }),
    section: { titre: 'Chercher', id: 'liste' },
    filtres: {
      q: mots('Intitulé, qui anime, lieu'),
      etat: parmi(motEtat, 'tous', 'État'),
      modalite: parmi(motModalite, 'toutes', 'Modalité'),
      du: jour('À partir du'),
      au: jour('Jusqu’au'),
      vue: parmi(vues, 'à suivre', 'Montrer'),
    },
    // Un formateur lit les siennes.
    lire: (tx, filtre, page, taille, { peut, visiteur }) =>
      listerSessions(
        tx,
        { ...filtre, ...(peut('sessions.lire') ? {} : { formateurId: visiteur.personneId }) },
        page,
        taille,
      ),
    cle: (s) => [s.debut, s.id],
    cleSure: (debut) => dateCivile(debut) !== undefined,
    taille: 40,
    colonnes: [
      { titre: 'Dates', cell: (s) => formaterPeriode(s.debutTenu, s.fin) },
      {
        titre: 'Session',
        entete: true,
        cell: (s) => (
          <>
            <a href={sessionUrl({ session: s.id })}>{s.intitule}</a> <small>{s.numero}</small>
          </>
        ),
      },
      { titre: 'Numéro', csv: (s) => s.numero },
      { titre: 'Intitulé', csv: (s) => s.intitule },
      { titre: 'Début', csv: (s) => s.debutTenu },
      { titre: 'Fin', csv: (s) => s.fin },
      { titre: 'Modalité', csv: (s) => motModalite[s.modalite] },
      { titre: 'Qui anime', cell: (s) => s.formateur },
      { titre: 'Lieu', cell: (s) => s.lieu, csv: (s) => s.lieu },
      { titre: 'Formateur', csv: (s) => s.formateur },
      { titre: 'Capacité', nombre: true, cell: (s) => s.capacite ?? '', csv: (s) => s.capacite },
      { titre: 'État', cell: (s) => motEtat[s.etat], csv: (s) => motEtat[s.etat] },
    ],
    outils: ({ peut }) => [
      peut(droit, { estSien: true }) && planifier,
      peut(droit) && { libelle: 'Importer un tableau', href: importerCsvUrl({ genre: 'sessions' }) },
    ],
    rien: ({ peut }) => (
      <Empty
        titre="Aucune session n’est planifiée."
        gestes={
          peut(droit, { estSien: true }) ? (
            <ButtonLink href={planifier.href} genre="main">
              {planifier.libelle}
            </ButtonLink>
          ) : undefined
        }
      >
        Une session part d’une offre validée du catalogue : des dates, un lieu, qui anime.
      </Empty>
    ),
    sansReponse: () => 'Aucune session ne répond à ce filtre.',
  })
