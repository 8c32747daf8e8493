import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  autreDuSiret,
  type ContactVoulu,
  corrigerContact,
  corrigerEntreprise,
  insererEntreprise,
  poserContact,
  retirerContacts,
} from '../db/entreprises.ecritures.ts'
import { alias } from '../db/renvois.ts'
import type { Contact, ContactId, Entreprise, EntrepriseId } from '../domain/lus.ts'
import type { SaisieEntreprise } from '../domain/saisie.ts'

export type RefusEntreprise = Refus<'siret-pris'> & { readonly existante: EntrepriseId }

const refuserSiret = async (
  tx: TenantTx,
  id: EntrepriseId,
  activite: ActiviteId,
  { siret }: SaisieEntreprise,
): Promise<RefusEntreprise | undefined> => {
  const autre = siret === undefined ? undefined : await autreDuSiret(tx, activite, siret, id)
  return (
    autre && { ...refus('siret-pris', `Ce SIRET est déjà celui de « ${autre.nom} ».`), existante: autre.id }
  )
}

/** Fait entrer une structure. L'identifiant vient du formulaire : un second envoi n'écrit rien. */
export const creerEntreprise = async (
  tx: TenantTx,
  id: EntrepriseId,
  activite: ActiviteId,
  saisie: SaisieEntreprise,
  le: Date,
): Promise<Result<void, RefusEntreprise>> => {
  const pris = await refuserSiret(tx, id, activite, saisie)
  if (pris) return ko(pris)
  if (!(await insererEntreprise(tx, id, activite, saisie, le))) return ok(undefined)
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'tiers',
    geste: 'creer-entreprise',
    objet: { genre: 'entreprise', id },
    phrase: `{entreprise:${id}} entre dans les entreprises connues.`,
  })
  return ok(undefined)
}

const champs = [
  'nom',
  'siren',
  'siret',
  'nda',
  'adresse',
  'codePostal',
  'ville',
  'telephone',
  'courriel',
  'estClient',
  'estOf',
  'financeur',
  'pays',
  'tvaIntra',
  'sansSiren',
] as const

/** Ce que vaut un champ que la saisie ne dit pas ; nul pour les autres. */
const sinon: Partial<Record<(typeof champs)[number], string | boolean>> = { pays: 'FR', sansSiren: false }

/** Corrige une fiche. Les pièces déjà émises gardent ce qu'elles portent. */
export const modifierEntreprise = async (
  tx: TenantTx,
  avant: Entreprise,
  saisie: SaisieEntreprise,
  le: Date,
): Promise<Result<void, RefusEntreprise>> => {
  const pris = await refuserSiret(tx, avant.id, avant.activite, saisie)
  if (pris) return ko(pris)
  await corrigerEntreprise(tx, avant.id, saisie)
  const change = champs.filter((c) => avant[c] !== (saisie[c] ?? sinon[c] ?? null))
  if (change.length > 0)
    await consigner(tx, {
      activite: avant.activite,
      faitLe: le,
      module: 'tiers',
      geste: 'corriger-entreprise',
      objet: { genre: 'entreprise', id: avant.id },
      phrase: `La fiche de {entreprise:${avant.id}} est corrigée.`,
      details: { change },
    })
  return ok(undefined)
}

/** Fait d'une personne le contact d'une entreprise ; déjà contact, sa fonction et son pouvoir sont mis à jour. */
export const ajouterContact = async (
  tx: TenantTx,
  id: ContactId,
  entreprise: Entreprise,
  voulu: Omit<ContactVoulu, 'entreprise'>,
  le: Date,
): Promise<void> => {
  await poserContact(tx, id, entreprise.activite, { ...voulu, entreprise: entreprise.id }, le)
  await consigner(tx, {
    activite: entreprise.activite,
    faitLe: le,
    module: 'tiers',
    geste: 'ajouter-contact',
    objet: { genre: 'entreprise', id: entreprise.id },
    phrase: `{tiers:${voulu.personne}} est un contact de {entreprise:${entreprise.id}}.`,
  })
}

export const modifierContact = async (
  tx: TenantTx,
  contact: Contact,
  voulu: Pick<ContactVoulu, 'fonction' | 'peutSigner'>,
  le: Date,
): Promise<void> => {
  await corrigerContact(tx, contact.id, voulu)
  if (contact.fonction === (voulu.fonction ?? null) && contact.peutSigner === voulu.peutSigner) return
  await consigner(tx, {
    activite: contact.activite,
    faitLe: le,
    module: 'tiers',
    geste: 'corriger-contact',
    objet: { genre: 'entreprise', id: contact.entreprise },
    phrase: `{tiers:${contact.personne}}, contact de {entreprise:${contact.entreprise}}, est mis à jour.`,
  })
}

export const retirerContact = async (tx: TenantTx, contact: Contact, le: Date): Promise<void> => {
  await retirerContacts(
    tx,
    await alias(tx, 'fusion_entreprise', contact.entreprise),
    await alias(tx, 'fusion', contact.personne),
    le,
  )
  await consigner(tx, {
    activite: contact.activite,
    faitLe: le,
    module: 'tiers',
    geste: 'retirer-contact',
    objet: { genre: 'entreprise', id: contact.entreprise },
    phrase: `{tiers:${contact.personne}} n’est plus un contact de {entreprise:${contact.entreprise}}.`,
  })
}
