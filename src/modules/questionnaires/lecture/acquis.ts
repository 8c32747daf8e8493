/** Ce que l’évaluation des acquis d’une session a montré, prêt pour l’attestation. */
import type { TenantTx } from '#platform/db/index.ts'
import { campagneDe, demandesDe } from '../db/campagnes.ts'
import { lireReponse } from '../db/reponses.ts'
import { type CodeAcquis, motsAcquis } from '../domain/contenu.ts'
import { direReponse } from '../domain/repondre.ts'

export type AcquisEvalues = {
  /** Par objectif, mot pour mot celui de la version vendue. */
  readonly resultats: ReadonlyMap<string, CodeAcquis>
  /** Comment on a évalué. */
  readonly facon: string
}

const asCode = (code: string | null): CodeAcquis | undefined =>
  code !== null && Object.hasOwn(motsAcquis, code) ? (code as CodeAcquis) : undefined

/** Par inscription ; absente : pas encore évaluée. */
export const acquisDeLaSession = async (
  tx: TenantTx,
  session: string,
): Promise<ReadonlyMap<string, AcquisEvalues>> => {
  const campagne = await campagneDe(tx, 'acquis', session)
  const rendus = new Map<string, AcquisEvalues>()
  if (!campagne) return rendus
  const { questions } = campagne.contenu
  for (const d of await demandesDe(tx, campagne.id)) {
    const r = d.reponse === null || d.inscription === null ? undefined : await lireReponse(tx, d.reponse)
    if (!r || d.inscription === null) continue
    rendus.set(d.inscription, {
      resultats: new Map(
        questions.flatMap((q): [string, CodeAcquis][] => {
          const code = asCode(r.valeurs.find((v) => v.question === q.id)?.code ?? null)
          return q.objectif && code ? [[q.objectif, code]] : []
        }),
      ),
      facon: questions
        .filter((q) => q.genre === 'plusieurs' || q.genre === 'choix')
        .map((q) => direReponse(q, r.valeurs))
        .filter((m) => m !== '')
        .join(', '),
    })
  }
  return rendus
}
