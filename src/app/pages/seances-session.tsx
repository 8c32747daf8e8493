/** Les demi-journées d'une session : heures, intervenants, salles, et l'état de leur feuille. */
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { enumerer } from '#kernel/texte.ts'
import {
  affecterUrl,
  etatsModifiables as modifiables,
  motDemiJournee,
  motModaliteSeance,
  type SessionLue,
  seanceUrl,
} from '#modules/sessions/index.ts'
import { Etat, Table } from '#web/components.tsx'
import type { FaitsDeSession } from '#web/contributions.ts'

/** Qui anime et où, de cette demi-journée : ce que la session dit en tête n'est pas redit. */
const quiEtOu = (s: SessionLue['seances'][number]) =>
  [
    s.arreteeA === undefined ? '' : `arrêtée à ${formaterHeure(s.arreteeA)}`,
    s.modalite ? motModaliteSeance[s.modalite] : '',
    enumerer(s.intervenants.map((i) => `${i.prenom} ${i.nom}`.trim())),
    ...s.salles.map((x) => x.nom),
    s.lieu ?? '',
  ]
    .filter(Boolean)
    .join(', ')

type SeancesProps = {
  readonly session: SessionLue
  readonly faits: Required<FaitsDeSession>
  readonly planifie: boolean
}

export const Seances = ({ session, faits, planifie }: SeancesProps) => (
  <Table
    legende="Séances de la session"
    lignes={session.seances}
    colonnes={[
      {
        titre: 'Date',
        entete: true,
        cell: (s) => (
          <a href={seanceUrl({ session: session.id, seance: s.id })}>
            {formaterDate(s.jour, 'complet')}, {motDemiJournee[s.demiJournee]}
          </a>
        ),
      },
      { titre: 'Heures', cell: (s) => formaterCreneau(s.debutMinutes, s.finMinutes) },
      { titre: 'Durée', nombre: true, cell: (s) => formaterDuree(s.finMinutes - s.debutMinutes) },
      {
        titre: 'Avec qui, où',
        cell: (s) => (
          <>
            {s.tenue || s.arreteeA !== undefined ? quiEtOu(s) : 'ne se tient pas'}
            {planifie && modifiables.has(session.etat) && !faits.seances.get(s.id)?.emargee ? (
              <>
                {' '}
                <a href={affecterUrl({ session: session.id, seance: s.id })}>
                  Régler
                  <span class="unseen">
                    {' '}
                    qui anime et où, le {formaterDate(s.jour, 'complet')}, {motDemiJournee[s.demiJournee]}
                  </span>
                </a>
              </>
            ) : null}
          </>
        ),
      },
      {
        titre: 'Feuille',
        cell: (s) => (
          <>
            <Etat etat={faits.seances.get(s.id)?.etat ?? 'a-venir'} mot={faits.seances.get(s.id)?.manque} />
            {s.motifJour ? <small> jour chômé : {s.motifJour}</small> : null}
          </>
        ),
      },
    ]}
  />
)
