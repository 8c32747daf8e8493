/** Les dates de la qualité qui viennent, et la phrase de chacune. Pur. */
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { compter, de } from '#kernel/texte.ts'
import { registres } from './registres.ts'

/** Les registres dont une ligne cesse un jour de valoir : un terme s’y écrit, ou l’âge du curriculum vitæ en tient lieu. */
export const genresATerme: readonly string[] = [
  ...Object.entries(registres).flatMap(([genre, r]) => (r.libelleTerme ? [genre] : [])),
  'cv',
]

const mots: Readonly<Record<string, { readonly chose: string; readonly suite: string }>> = {
  cv: { chose: 'CV', suite: ' : il aura vingt-quatre mois.' },
  habilitation: { chose: 'Habilitation', suite: ' : elle expire.' },
  'contrat-sous-traitance': { chose: 'Contrat de sous-traitance', suite: ' : il finit.' },
  'procedure-violences': { chose: 'Procédure contre les violences', suite: ' : sa version finit.' },
  'procedure-reclamation': { chose: 'Procédure de réclamation', suite: ' : sa version finit.' },
  action: { chose: 'Action d’amélioration', suite: ' : son échéance.' },
}

/** « CV de Bastien Lourdel », « : il aura vingt-quatre mois. » ; une habilitation dit son titre, et de qui elle vient. */
export const direLigneQuiFinit = (l: {
  readonly genre: string
  readonly titre: string
  readonly rattachee: string
}): { readonly chose: string; readonly suite: string } => {
  const { chose, suite } = mots[l.genre] ?? {
    chose: registres[l.genre]?.titre ?? l.genre,
    suite: ' : son terme.',
  }
  return l.genre === 'cv' && l.rattachee !== ''
    ? { chose: `${chose} ${de(l.rattachee)}`, suite }
    : { chose: `${chose} « ${l.titre} »`, suite }
}

const audits: Readonly<Record<string, string>> = {
  initial: 'Audit initial',
  surveillance: 'Audit de surveillance',
  renouvellement: 'Audit de renouvellement',
  extension: 'Audit d’extension',
}

/** « Audit de surveillance », « , dans 63 jours. » */
export const direAudit = (
  genre: string,
  auditLe: DateCivile,
  jour: DateCivile,
): { readonly chose: string; readonly suite: string } => {
  const reste = ecartEnJours(jour, auditLe)
  return {
    chose: audits[genre] ?? 'Audit',
    suite: reste === 0 ? ', aujourd’hui.' : `, dans ${compter(reste, 'jour')}.`,
  }
}
