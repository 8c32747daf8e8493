import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type SessionLue, territoireDe } from '#modules/sessions/index.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { calculerRegime } from '../domain/regime.ts'
import { finDeRetractation, type Retractation } from '../domain/retractation.ts'

/** Les termes dont un délai se calcule. */
export type TermesDuDossier = Pick<
  DossierLu,
  'acheteur' | 'individuelASesFrais' | 'circonstance' | 'signeLe' | 'creeLe'
> & { readonly financements: readonly Pick<DossierLu['financements'][number], 'dispositif'>[] }

/** Le délai d'un dossier : recalculé de ses termes, jamais recopié. */
export const delaiDe = (d: TermesDuDossier): { readonly jours: number; readonly article: string | null } => {
  const r = calculerRegime({
    ...d,
    dispositifs: d.financements.map((l) => l.dispositif),
    le: jourLocal(d.signeLe ?? d.creeLe, ZONE_PAR_DEFAUT),
  })
  return r.ok ? { jours: r.value.delaiJours, article: r.value.articleDelai } : { jours: 0, article: null }
}

/** Nul tant que rien n'est signé, ou quand la loi ne donne pas de délai. Pour l'échéancier, `siSigneLe` l'anticipe. */
export const retractationDe = (
  d: TermesDuDossier,
  session: Pick<SessionLue, 'zone'>,
  siSigneLe: Date | null = d.signeLe,
): Retractation | null => {
  const { jours } = delaiDe(d)
  return jours === 0 || siSigneLe === null
    ? null
    : finDeRetractation(siSigneLe, jours, { zone: session.zone, territoire: territoireDe[session.zone] })
}
