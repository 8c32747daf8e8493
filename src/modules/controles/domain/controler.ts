import type { DossierControle } from './dossier.ts'
import { type Constat, NON_VERIFIABLE, type Regle } from './regle.ts'
import { regles } from './regles.ts'

export type Releve = {
  readonly constats: readonly Constat[]
  /** Les règles qui n’ont pas de quoi répondre. */
  readonly nonVerifiables: readonly Regle[]
  /** Les règles qui ont répondu. */
  readonly passees: number
}

/** Passe toutes les règles sur un dossier. Pur : le même dossier rend le même relevé. */
export const controler = (d: DossierControle, avec: readonly Regle[] = regles): Releve => {
  const constats: Constat[] = []
  const nonVerifiables: Regle[] = []
  for (const r of avec) {
    const rendu = r.examiner(d)
    if (rendu === NON_VERIFIABLE) {
      nonVerifiables.push(r)
      continue
    }
    const { code: regle, gravite, qui, remede, titre, source } = r
    for (const t of rendu) constats.push({ ...t, regle, gravite, qui, remede, titre, source })
  }
  return { constats, nonVerifiables, passees: avec.length - nonVerifiables.length }
}
