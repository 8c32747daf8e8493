import { createHash } from 'node:crypto'
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  adhesions,
  changerAdhesion,
  deconnecterMembre,
  exigenceSecondFacteur,
  exigerSecondFacteur,
  inviter,
  retirerAdhesion,
} from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { verifierLogo } from '#platform/pdf/logo.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { enseigneParDefaut, listerEnseignes } from '../db/enseignes.queries.ts'
import * as depot from '../db/organisme.ecritures.ts'
import { declarationDUnCommun, lireOrganisme, listerEtablissements } from '../db/organisme.queries.ts'
import { listerSignataires } from '../db/signataires.queries.ts'
import { ouvrirEnseigne } from './enseignes.ts'
import type { PortsOrganisme } from './ports.ts'

/** Ce que l'organisme demande aux modules de rang supérieur, qu'il ne connaît pas ; `app/` le fournit. */
export type Prises = {
  /** Sessions de cette enseigne qui ne sont ni clôturées ni annulées : elle ne se ferme pas avant. */
  sessionsEnCours(tx: TenantTx, enseigne: ActiviteId): Promise<number>
  /** Par genre de jeton (`session`, `offre`…), les noms à montrer dans le journal. */
  readonly nommeurs?: Readonly<Record<string, Nommeur>>
  /** Ce qu'un nouvel organisme fait ensuite, après sa fiche et son équipe. */
  readonly etapes?: readonly Etape[]
}
export type Nommeur = (tx: TenantTx, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
export type JourDeLaSemaine = 'mardi' | 'mercredi' | 'jeudi' | 'vendredi'
export type Etape = {
  readonly titre: string
  readonly phrase: string
  readonly href: string
  /** La première convention s’en passe : montrée après le reste. */
  readonly plusTard?: true
  /** Le jour de la première semaine où cela vient : une fois la maison prête. */
  readonly jour?: JourDeLaSemaine
  /** Fait, à faire, ou commencé : ce qui reste alors, et où. */
  fait(tx: TenantTx): Promise<boolean | Reste>
}
/** Ce qui manque à un pas commencé : « établi, à signer ». */
export type Reste = {
  readonly mot: string
  readonly phrase: string
  readonly geste: string
  readonly href: string
}

/** Lie les gestes à une transaction et à une personne. Rien si elle n'a aucune enseigne ouverte où consigner. */
export const ouvrirPorts = async (
  services: Pick<Services, 'clock' | 'storage' | 'keys'>,
  prises: Pick<Prises, 'sessionsEnCours'>,
  tx: TenantTx,
  visiteur: Visiteur,
): Promise<PortsOrganisme | undefined> => {
  const [organisme, enseigne] = [await lireOrganisme(tx), await enseigneParDefaut(tx, visiteur)]
  if (!enseigne) return undefined
  const { clock, storage } = services
  const maintenant = clock.now()
  const jour = jourLocal(maintenant, organisme.zone)
  return {
    organisme,
    jour,
    rolesDeLActeur: visiteur.roles,
    consigner: async (c) =>
      void (await consigner(tx, { ...c, module: 'organisme', activite: enseigne.id, faitLe: maintenant })),
    declarationDUnCommun: (nda) => declarationDUnCommun(tx, nda),
    enregistrerIdentite: (i, logo) => depot.enregistrerIdentite(tx, i, logo),
    verifierLogo,
    empreinteDuLogo: (octets) => createHash('sha256').update(octets).digest('hex'),
    rangerLogo: async (octets) => (await storage.put(tx, octets, 'image/svg+xml')).empreinte,
    etablissements: () => listerEtablissements(tx),
    ajouterEtablissement: (id, e) => depot.ajouterEtablissement(tx, id, e),
    modifierEtablissement: (id, e) => depot.modifierEtablissement(tx, id, e),
    fermerEtablissement: (id, le) => depot.fermerEtablissement(tx, id, le),
    enseignes: () => listerEnseignes(tx),
    ajouterEnseigne: (id, nom, etat) => depot.ajouterEnseigne(tx, id, nom, etat, jour),
    changerEtatEnseigne: (id, de, vers) => depot.changerEtatEnseigne(tx, id, de, vers, jour),
    sessionsEnCours: (id) => prises.sessionsEnCours(tx, id),
    signataires: () => listerSignataires(tx),
    ajouterSignataire: (id, d) => depot.ajouterSignataire(tx, id, d),
    revoquerSignataire: (id) => depot.revoquerSignataire(tx, id, jour),
    membres: () => adhesions(tx),
    inviter: (i) => inviter(tx, i),
    changerMembre: (compte, roles, portee, au) => changerAdhesion(tx, compte, roles, portee, au ?? null),
    retirerMembre: (compte) => retirerAdhesion(tx, compte),
    deconnecterMembre: (compte) => deconnecterMembre(tx, compte),
    exigence: () => exigenceSecondFacteur(tx),
    exigerSecondFacteur: (jours) => exigerSecondFacteur(tx, jours),
    async ecrireA(courriels, objet, texte) {
      for (const a of new Set(courriels))
        if (isMailAddress(a)) await sendLater(tx, services, { a, deLaPart: organisme.nom, objet, texte })
    },
  }
}

/** Ouvre une enseigne au nom d’un autre module ; refuse comme la page des enseignes. */
export const ouvrirUneEnseigne = async (
  services: Pick<Services, 'clock' | 'storage' | 'keys'>,
  tx: TenantTx,
  visiteur: Visiteur,
  id: ActiviteId,
  nom: string,
  pour: { readonly dUneMembre?: boolean } = {},
): Promise<Result<true, Refus>> => {
  const ports = await ouvrirPorts(services, { sessionsEnCours: async () => 0 }, tx, visiteur)
  return ports
    ? ouvrirEnseigne(ports)(id, nom, 'ouverte', pour)
    : refuser('enseigne', 'Vous n’agissez pour aucune enseigne ouverte.')
}
