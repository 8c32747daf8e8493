/** Ce que la coopérative règle de la signature : quand elle s’ouvre, un code au lien, la passerelle SMS. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { corpsLisible, type Passerelle } from '#platform/sms/passerelle.ts'
import { activiteCommune } from '../db/registre.ts'
import { ecrireReglage, oterPasserelle, poserPasserelle } from '../db/reglage.ecritures.ts'
import type { Reglage } from '../db/reglage.ts'

const usageCle = 'emargement.sms'
export const ouvrirCle = (keys: Keys, organisme: string, chiffree: Uint8Array): string | undefined => {
  const claire = keys.decrypt(usageCle, organisme, chiffree)
  return claire && Buffer.from(claire).toString('utf8')
}

/** Le jour d’où vaut un réglage fait maintenant : demain, pour qu’aucune demi-journée ne change de règle en route. */
export const prendEffet = (le: Date): DateCivile => ajouterJours(jourLocal(le, ZONE_PAR_DEFAUT), 1)

/** Consigne un réglage de la signature, sous l’enseigne commune. */
export const noterReglage = async (tx: TenantTx, geste: string, phrase: string, le: Date): Promise<void> => {
  await consigner(tx, {
    activite: await activiteCommune(tx),
    faitLe: le,
    module: 'emargement',
    geste,
    phrase,
  })
}

export const reglerLaSignature = async (tx: TenantTx, r: Reglage, le: Date): Promise<void> => {
  await ecrireReglage(tx, prendEffet(le), r, le)
  await noterReglage(
    tx,
    'regler-signature',
    'L’ouverture de la signature et le code au lien sont réglés.',
    le,
  )
}

/** Sans clé écrite, celle d’avant ne se garde pas : une adresse neuve ne reçoit jamais la clé d’une autre. */
export const reglerLaPasserelle = async (
  tx: TenantTx,
  { keys, organisme, le }: { readonly keys: Keys; readonly organisme: string; readonly le: Date },
  p: Passerelle,
): Promise<Result<true, Refus<'corps'>>> => {
  if (!corpsLisible(p))
    return refuser(
      'corps',
      'Le message doit contenir {numero} et {texte}, et se lire comme du JSON s’il en est.',
    )
  await poserPasserelle(tx, {
    ...p,
    cle: keys.encrypt(usageCle, organisme, Buffer.from(p.cle, 'utf8')),
    poseeLe: le,
  })
  await noterReglage(tx, 'regler-passerelle-sms', 'La passerelle SMS est réglée.', le)
  return ok(true)
}

export const retirerLaPasserelle = async (tx: TenantTx, le: Date): Promise<void> => {
  await oterPasserelle(tx)
  await noterReglage(tx, 'retirer-passerelle-sms', 'La passerelle SMS est retirée : aucun SMS ne part.', le)
}
