import { formaterDate } from '#kernel/dates.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { Etat, Section, Table } from '#web/components.tsx'
import { withQuery } from '#web/links.ts'
import { alerteEcheancier } from '../domain/echeancier.ts'
import { seancesDues } from '../gestes/suivre-dossier.ts'
import { retractationDe } from '../lecture/retractation-de.ts'
import { echeancierUrl } from '../liens.ts'
import type { Vu } from './dossier-gens.vue.tsx'

/** Ce que paie un particulier, et quand. Signé, l’échéancier ne change plus que par un avenant : rien n’y est plus proposé. */
export const Echeancier = ({
  session,
  d,
  maintenant,
  peut,
}: Pick<Vu, 'session' | 'd' | 'maintenant' | 'peut'>) => {
  const href = echeancierUrl({ session: session.id, dossier: d.id })
  const ecrit = peut && !d.signeLe
  const fin = d.signeLe ? null : retractationDe(d, session, maintenant)
  const alerte =
    fin && alerteEcheancier(d.echeances, { exigibleDes: fin.exigibleDes, seances: seancesDues(session) })
  return (
    <Section titre="Échéancier" id="echeancier" {...(ecrit ? { outils: [{ libelle: 'Écrire', href }] } : {})}>
      {d.echeances.length === 0 ? (
        <p>
          <Etat etat="manquant" mot="à écrire" />
          {
            '\u00a0: 30\u00a0% au plus à la fin du délai, le reste au fil de l’action (C.\u00a0trav., art.\u00a0L6353-6).'
          }
        </p>
      ) : (
        <Table
          legende="Échéances"
          lignes={d.echeances}
          colonnes={[
            { titre: 'Date', entete: true, cell: (e) => formaterDate(e.jour, 'complet') },
            { titre: 'Montant', nombre: true, cell: (e) => formaterMontant(e.montant) },
          ]}
        />
      )}
      {alerte ? (
        <p>
          <Etat etat="partiel" mot="à étaler" />
          {` : ${alerte} `}
          {ecrit ? <a href={withQuery(href, { etaler: 'oui' })}>Étaler le solde</a> : null}
        </p>
      ) : null}
    </Section>
  )
}
