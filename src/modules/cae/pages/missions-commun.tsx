import { formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import type { CodeEtat } from '#web/components.tsx'
import { Etat, Table } from '#web/components.tsx'
import type { MissionLue } from '../domain/missions.ts'
import { missionUrl } from '../liens.ts'

const motsEtat = {
  demandee: ['a-juger', 'demandée'],
  accordee: ['a-venir', 'accord des deux'],
  refusee: ['sans-objet', 'refusée'],
  retiree: ['sans-objet', 'retirée'],
  constatee: ['partiel', 'constatée, à confirmer'],
  confirmee: ['prouve', 'confirmée'],
  annulee: ['sans-objet', 'annulée'],
} as const satisfies Record<MissionLue['etat'], readonly [CodeEtat, string]>

export const EtatDeMission = ({ m }: { m: MissionLue }) => {
  const [etat, mot] = motsEtat[m.etat]
  return <Etat etat={etat} mot={m.genre === 'cadre' && m.etat === 'accordee' ? 'en vigueur' : mot} />
}

export const direDates = (m: Pick<MissionLue, 'du' | 'au'>): string =>
  m.au === m.du
    ? formaterDate(m.du)
    : m.au === null
      ? `depuis le ${formaterDate(m.du)}`
      : `du ${formaterDate(m.du)} au ${formaterDate(m.au)}`

/** Ce que le bon fait à qui lit : reçu, donné ; sans signe pour qui tient les deux enseignes. */
export const direMontant = (m: MissionLue): string => {
  if (m.montant === null) return ''
  const dit = formaterMontant(centimes(m.montant))
  if (m.miens.length !== 1) return dit
  return m.miens[0] === 'vendeuse' ? `+${dit}` : `−${dit}`
}

export const TableDeMissions = ({
  legende,
  missions,
}: {
  legende: string
  missions: readonly MissionLue[]
}) => (
  <Table
    legende={legende}
    lignes={missions}
    colonnes={[
      {
        titre: 'Mission',
        entete: true,
        cell: (m) => (
          <>
            <a href={missionUrl({ mission: m.id })}>{m.objet}</a>{' '}
            <small>
              {m.nomVendeuse}, pour {m.nomAcheteuse}
              {m.intervenant ? `, avec ${m.intervenant}` : ''}
              {m.genre === 'rectification' ? ', rectification' : ''}
            </small>
          </>
        ),
      },
      { titre: 'Quand', cell: direDates },
      { titre: 'Où elle en est', cell: (m) => <EtatDeMission m={m} /> },
      { titre: 'Hors taxes', nombre: true, cell: direMontant },
    ]}
  />
)
