/** Ce que les inscriptions mettent dans « Échéances » : ce que les sessions attendent avant leur premier jour, les délais de rétractation qui finissent. */
import type { DateCivile } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Contributions, Echeance, Regard } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { filsAVenir } from './db/fils-a-venir.queries.ts'
import { contratsRecents } from './db/retractations.queries.ts'
import { echeancesDuFil } from './domain/echeances-du-fil.ts'
import { dossierUrl } from './liens.ts'
import { retractationDe } from './suivre-dossier.ts'

/** Au plus : une rentrée de trente contrats ferait une liste de la même phrase. */
const max = 4

/** Autant de sessions, les premières qui viennent : les suivantes se lisent au planning. */
const SESSIONS_A_VENIR = 6

/** Ce que la ligne de chaque session attend avant son premier jour : la page et « Aujourd’hui » le tirent de la même règle. */
const duFil = async (tx: TenantTx, { visiteur }: Regard, jour: DateCivile): Promise<Echeance[]> => {
  const tout = peutVisiteur(visiteur, 'inscriptions.lire')
  if (!tout && !peutVisiteur(visiteur, 'inscriptions.lire', { estSien: true })) return []
  return (await filsAVenir(tx, jour, SESSIONS_A_VENIR, tout ? null : visiteur.personneId)).flatMap((f) =>
    echeancesDuFil(f, jour).map((e) => ({ ...e, href: sessionUrl({ session: f.session }) })),
  )
}

const retractationsQuiFinissent = async (
  tx: TenantTx,
  visiteur: Visiteur,
  maintenant: Date,
  jour: DateCivile,
): Promise<Echeance[]> => {
  if (!peutVisiteur(visiteur, 'inscriptions.lire') || !peutVisiteur(visiteur, 'engagements.lire')) return []
  return (await contratsRecents(tx, maintenant))
    .flatMap((d) => {
      const delai = retractationDe(d, d)
      return delai && delai.dernierJour >= jour ? [{ d, dernier: delai.dernierJour }] : []
    })
    .toSorted((a, b) => a.dernier.localeCompare(b.dernier))
    .slice(0, max)
    .map(({ d, dernier }) => ({
      jour: dernier,
      chose: `Fin du délai de rétractation ${de(d.client)}`,
      href: dossierUrl({ session: d.session, dossier: d.id }),
      // Le CPF se paie autrement : l’article ne parle que du contrat conclu avec la personne.
      suite: d.regime === 'contrat' ? ' : aucune somme n’est due avant (C. trav., art. L6353-6).' : '.',
    }))
}

export const contributionsInscriptions: Contributions = {
  async echeances(tx, regard) {
    const { visiteur, maintenant } = regard
    const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    const [fils, retractations] = await Promise.all([
      duFil(tx, regard, jour),
      retractationsQuiFinissent(tx, visiteur, maintenant, jour),
    ])
    return [...fils, ...retractations]
  },
}
