/** Reclasser une facture (son origine, sa session, son dossier), ou retirer celle d’un autre outil. */

import { asId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { type Dispositif, lireDossier } from '#modules/inscriptions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { dossierDe, factureDeNumero, sessionDeNumero } from '../db/enregistrer.ts'
import { affecter } from '../db/factures.ecritures.ts'
import type { FactureLue } from '../db/factures.queries.ts'
import { avecRaison, leJour, refusSansRaison } from '../domain/exercice-depose.ts'
import { refusDeReclasser } from '../domain/projet.ts'
import type { PrisesFacturation } from '../prises.ts'

/** Une facture retirée reste lisible et ne compte plus. Un exercice transmis demande une raison. */
export const reclasserFacture = async (
  tx: TenantTx,
  f: FactureLue,
  d: {
    readonly retire: boolean
    /** `null` : aucune ; absente : une origine qui n’existe pas. */
    readonly source: Dispositif | null | undefined
    /** Le numéro de la session ; vide : aucune. */
    readonly session: string
    readonly dossier: string
    readonly pourquoi: string
  },
  prises: PrisesFacturation,
  maintenant: Date,
): Promise<Result<void, Refus>> => {
  const gene = refusDeReclasser(f, d)
  if (gene) return ko(gene)
  const source = d.source ?? null
  const session = d.session === '' ? undefined : await sessionDeNumero(tx, d.session)
  if (d.session !== '' && !session) return refuser('session', `La session ${d.session} n’est pas connue ici.`)
  const depose = refusSansRaison(
    d.retire ? 'retirer cette facture' : 'la reclasser',
    [f.genre === 'avoir' || !f.periode ? leJour(f.emiseLe) : f.periode],
    await prises.exercicesDeposes(tx),
    d.pourquoi,
  )
  if (depose) return ko(depose)
  const reprise = f.retiree && !d.retire ? await factureDeNumero(tx, f.numero, f.outil) : undefined
  if (reprise)
    return refuser(
      'reprise',
      `${f.numero}, ${de(f.outil)}, a été enregistrée de nouveau : celle-ci reste retirée.`,
    )
  const memeSession = session?.id === f.session
  const dit = d.dossier === '' ? undefined : asId<'Dossier'>(d.dossier)
  if (memeSession && dit && f.session && !(await lireDossier(tx, f.session, dit)))
    return refuser('dossier', 'Ce dossier n’est pas de cette session.')
  await affecter(tx, {
    facture: f.id,
    activite: f.activite,
    source: d.retire ? f.source : source,
    session: d.retire ? f.session : (session?.id ?? null),
    dossier: d.retire
      ? f.dossier
      : memeSession
        ? (dit ?? (f.provenance === 'emise' ? f.dossier : null))
        : session
          ? await dossierDe(tx, { session: session.id, payeur: f.payeurEntreprise, source })
          : null,
    retiree: d.retire,
    motif: d.pourquoi || null,
    le: maintenant,
  })
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: d.retire ? 'retirer-facture' : 'affecter-facture',
    objet: { genre: 'facture', id: f.id },
    phrase: avecRaison(
      d.retire ? `${f.numero}, ${de(f.outil)}, est retirée.` : `${f.numero} est reclassée.`,
      d.pourquoi,
    ),
  })
  return ok(undefined)
}
