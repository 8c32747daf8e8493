/** Un message à un·e délégué·e, ou à la coopérative d’une offre : déposé, prouvé par le lien du courriel, transmis, puis suivi. Rien ne part avant la preuve. */

import { nomDepartement } from '#kernel/departements.ts'
import type { Id } from '#kernel/id.ts'
import { nettoyer, uneLigne } from '#kernel/texte.ts'
import type { OffreId } from '#modules/catalogue/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import {
  type DemandeDeContact,
  deposerDemande,
  type Ecrit,
  prouverDemande,
  type Sujet,
  suivreDemande,
  sujets,
} from '../db/contacts.ts'
import { accuserDemande, transmettreDemande } from '../documents/courriels.ts'
import { suivreDemandeUrl, traiterDemandeUrl } from '../liens.ts'
import { preuveDe } from './preuve.ts'

/** « Une question, une suggestion, Ille-et-Vilaine » ; « Une place : Italien, premiers échanges ». */
export const direObjet = (d: Pick<DemandeDeContact, 'sujet' | 'departement' | 'intitule'>): string =>
  d.sujet === 'place'
    ? `Une place : ${d.intitule ?? 'une formation'}`
    : `${sujets[d.sujet]}, ${nomDepartement(d.departement ?? '')}`

/** Un double envoi retrouve la sienne. */
export const deposerUneDemande = async (
  { keys }: Pick<Services, 'keys'>,
  tx: PublicTx,
  id: Id<'Demande'>,
  d: Ecrit & ({ readonly departement: string; readonly sujet: Sujet } | { readonly offre: OffreId }),
  le: Date,
): Promise<void> => {
  const ecrit = { nom: uneLigne(d.nom), courriel: d.courriel, texte: nettoyer(d.texte) }
  await deposerDemande(
    tx,
    keys,
    id,
    'offre' in d ? { offre: d.offre, ecrit } : { departement: d.departement, sujet: d.sujet, ecrit },
    le,
  )
}

/** La première preuve transmet le message et l’accuse ; les suivantes ne font rien. Faux : rien n’est parti. */
export const prouverUneDemande = async (
  services: Pick<Services, 'keys' | 'config'>,
  tx: PublicTx,
  { id, d }: { readonly id: Id<'Demande'>; readonly d: DemandeDeContact },
  preuve: string,
  le: Date,
): Promise<boolean> => {
  const a = await prouverDemande(tx, id, preuve, le)
  if (!a || !d.ecrit) return false
  const { keys, config } = services
  const url = (chemin: string) => `${config.origine}${chemin}`
  const traiter = url(traiterDemandeUrl({ demande: id, preuve: preuveDe(keys, 'traitement', id) }))
  const suivi = url(suivreDemandeUrl({ demande: id, preuve: preuveDe(keys, 'suivi', id) }))
  await sendLater(tx, services, transmettreDemande(a, { objet: direObjet(d), ecrit: d.ecrit }, traiter))
  await sendLater(tx, services, accuserDemande(d.ecrit, { chez: a.nom, place: d.sujet === 'place' }, suivi))
  return true
}

export const suivreUneDemande = async (
  tx: PublicTx,
  id: Id<'Demande'>,
  etat: 'prise' | 'repondue',
  le: Date,
): Promise<void> => {
  await suivreDemande(tx, id, etat, le)
}
