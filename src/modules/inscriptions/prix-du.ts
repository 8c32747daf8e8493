import { centimes, type Montant } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireOrganisme, mentionTva } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** `taux` en dix millièmes : 2000 pour 20 %. */
export const ttcDe = (ht: number, taux: number): number => ht + Math.round((ht * taux) / 10_000)

/**
 * Ce que la personne doit, taxes comprises : les 30 % et le reste (L6353-6) se comptent sur le prix qu’elle paie, celui
 * que le contrat imprime. Le dossier, lui, garde le hors-taxes du BPF.
 */
export const prixDu = async (tx: TenantTx, prixHt: number, le: Date): Promise<Montant> => {
  const o = await lireOrganisme(tx)
  return centimes(ttcDe(prixHt, mentionTva(o.tva, jourLocal(le, o.zone)).taux))
}
