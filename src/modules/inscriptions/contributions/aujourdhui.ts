/**
 * Ce que les inscriptions mettent à « Aujourd’hui » : ce que les prochaines sessions attendent, les délais de rétractation qui
 * finissent, les rétractations reçues par lien, ce qui se déclare au CPF.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, Contributions, Echeance, Regard } from '#web/contributions.ts'
import { filsAVenir } from '../db/fils-a-venir.queries.ts'
import { contratsRecents, retractesEnLigne } from '../db/retractations.queries.ts'
import { echeanceDuFil } from '../domain/echeance-du-fil.ts'
import { direRecue } from '../domain/retractation-recue.ts'
import { retractationDe } from '../lecture/retractation-de.ts'
import { dossierUrl } from '../liens.ts'
import { aDeclarerAuCpf } from './cpf.tsx'

/** Au plus : une rentrée de trente contrats ferait une liste de la même phrase. */
const max = 4

/** Autant de sessions se lisent, les premières qui viennent : trois semaines d’une maison qui en ouvre dix par semaine. */
const SESSIONS_A_VENIR = 30

/** Une rétractation reçue par lien reste à la liste trois jours : une fin de semaine. */
const joursDitsRecue = 3

const retractationsRecues = async (tx: TenantTx, { visiteur, maintenant }: Regard): Promise<AFaire[]> =>
  peutVisiteur(visiteur, 'inscriptions.inscrire') && peutVisiteur(visiteur, 'engagements.lire')
    ? (await retractesEnLigne(tx, new Date(maintenant.getTime() - joursDitsRecue * 86_400_000))).map((d) => ({
        href: dossierUrl({ session: d.session, dossier: d.id }),
        verbe: 'Prendre acte',
        chose: `de la rétractation ${de(d.client)}`,
        detail: direRecue(d, jourLocal(maintenant, d.zone)),
        geste: 'Ouvrir le dossier',
      }))
    : []

const retractationsQuiFinissent = async (
  tx: TenantTx,
  { visiteur, maintenant }: Regard,
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

/** Ce que la ligne d’une session attend avant son premier jour, une fois par session : sa page et « Aujourd’hui » le tirent de la même règle. */
const duFil = async (tx: TenantTx, { visiteur }: Regard, jour: DateCivile): Promise<Echeance[]> => {
  const sien = { estSien: true }
  if (!peutVisiteur(visiteur, 'inscriptions.lire', sien) || !peutVisiteur(visiteur, 'sessions.lire', sien))
    return []
  const tout = peutVisiteur(visiteur, 'inscriptions.lire')
  const fils = await filsAVenir(tx, jour, SESSIONS_A_VENIR, tout ? null : visiteur.personneId)
  return fils.flatMap((f) => {
    const e = echeanceDuFil(f, jour)
    return e ? [{ ...e, href: sessionUrl({ session: f.session }), fixe: 'usage' as const }] : []
  })
}

export const contributionsInscriptions: Contributions = {
  aFaire: async (tx, regard) => [
    ...(await retractationsRecues(tx, regard)),
    ...(await aDeclarerAuCpf(tx, regard, ZONE_PAR_DEFAUT)),
  ],
  async echeances(tx, regard) {
    const jour = jourLocal(regard.maintenant, ZONE_PAR_DEFAUT)
    const [retractations, fils] = await Promise.all([
      retractationsQuiFinissent(tx, regard, jour),
      duFil(tx, regard, jour),
    ])
    return [...retractations, ...fils]
  },
}
