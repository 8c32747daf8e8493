import { Empty, Etat, Exporter, Page, Table } from '#web/components.tsx'
import { withQuery } from '#web/links.ts'
import type { MissionRecue } from '../db/missions.ts'
import { motsGenreAudit } from '../domain/mots.ts'
import { missionsUrl, missionUrl } from '../liens.ts'
import { jourCourt } from './audit-vue.tsx'
import { racine } from './commun.ts'
import { motsEtat } from './regards.page.tsx'

export const adresseDe = (m: MissionRecue) => missionUrl({ organisme: m.organismeId, mission: m.id })

/** Les audits que d’autres coopératives demandent de tenir. */
export const Liste = ({ missions }: { missions: readonly MissionRecue[] }) => (
  <Page
    title="Audits tenus pour d’autres"
    path={racine}
    lede="Une coopérative du pôle vous demande d’être son auditeur : vous lisez l’échantillon qu’elle consent à montrer, pour un temps, et chaque lecture s’écrit chez elle."
  >
    {missions.length === 0 ? (
      <Empty titre="Personne ne vous l’a demandé">
        Les coopératives de vos pôles le proposent depuis leur audit blanc ; la demande paraîtra ici.
      </Empty>
    ) : (
      <>
        <Table
          legende="Audits que l’on nous demande de tenir"
          lignes={missions}
          colonnes={[
            { titre: 'Coopérative', entete: true, cell: (m) => <a href={adresseDe(m)}>{m.organisme}</a> },
            { titre: 'Audit', cell: (m) => `${motsGenreAudit[m.genre]}, grille du ${jourCourt(m.auditLe)}` },
            { titre: 'Jusqu’au', cell: (m) => jourCourt(m.expireLe) },
            {
              titre: 'État',
              cell: (m) => (
                <Etat {...(m.conclu ? { etat: 'prouve' as const, mot: 'conclu' } : motsEtat[m.etat])} />
              ),
            },
          ]}
        />
        <p class="sub">
          <Exporter href={withQuery(missionsUrl(), { format: 'csv' })} />
        </p>
      </>
    )}
  </Page>
)
