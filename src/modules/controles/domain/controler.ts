import type { DossierControle } from './dossier.ts'
import { type Constat, NON_VERIFIABLE, type Regle } from './regle.ts'
import { historiqueRepris } from './regles/historique-repris.ts'
import { regles } from './regles.ts'

export type Releve = {
  readonly constats: readonly Constat[]
  /** Les règles qui n’ont pas de quoi répondre. */
  readonly nonVerifiables: readonly Regle[]
  /** Les règles qui ne parlent pas de cette action. */
  readonly sansObjet: readonly Regle[]
  /** Les règles qui ont répondu. */
  readonly passees: number
}

/**
 * Passe sur un dossier les règles qui parlent de lui. Pur : le même dossier rend le même relevé. D’un historique repris, une seule
 * parle : ses preuves sont ailleurs, et deux cents constats n’en apprendraient pas plus qu’un.
 */
export const controler = (d: DossierControle, avec: readonly Regle[] = regles): Releve => {
  const constats: Constat[] = []
  const nonVerifiables: Regle[] = []
  const parle = (r: Regle) =>
    d.session.reprise === true ? r === historiqueRepris : (r.concerne?.(d) ?? true)
  const sansObjet = avec.filter((r) => !parle(r))
  for (const r of avec.filter(parle)) {
    const rendu = r.examiner(d)
    if (rendu === NON_VERIFIABLE) {
      nonVerifiables.push(r)
      continue
    }
    const { code: regle, gravite, qui, remede, titre, source } = r
    for (const t of rendu) constats.push({ ...t, regle, gravite, qui, remede, titre, source })
  }
  const passees = avec.length - nonVerifiables.length - sansObjet.length
  return { constats, nonVerifiables, sansObjet, passees }
}
