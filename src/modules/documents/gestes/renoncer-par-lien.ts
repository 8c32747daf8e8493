/** Renoncer à un contrat par le lien qui l’a fait signer : déclarer, confirmer, en recevoir l’accusé. Sans compte ni code : le droit est sans obstacle. */
import { type Refus, refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { emissionDans } from '../db/pieces.ecritures.ts'
import { garderSignature } from '../db/signatures.ecritures.ts'
import { maisonDe, nouvelleSignature } from '../db/signatures.ts'
import {
  type Declaration,
  declarer,
  ecrireAccuse,
  ecrireAvis,
  nomDeclare,
} from '../domain/declarer-retractation.ts'
import type { PrisesDocuments } from '../prises.ts'
import { lireVue, type VueDeDemande } from './signer-par-lien.ts'

/** De quoi parle la déclaration. `nom` : tel que la personne l’écrit. */
export const declarationDe = (vue: VueDeDemande, nom: string): Declaration => ({
  nom,
  numero: vue.piece.numero,
  libelle: vue.piece.libelle,
  organisme: vue.organisme,
  signeLe: jourLocal(vue.signature?.signeeLe ?? vue.piece.emiseLe, vue.zone),
})

/**
 * La déclaration est gardée avec son heure, le dossier l’apprend, l’accusé part à l’adresse que la personne choisit : tout, ou rien.
 * Confirmée deux fois, elle n’est gardée qu’une, et la seconde rend la première.
 */
export const renoncerParLien = (
  services: Services,
  prises: PrisesDocuments,
  jeton: string,
  s: { readonly nom: string; readonly courriel: string; readonly ip: string; readonly agent: string },
): Promise<{ readonly vue: VueDeDemande; readonly refus?: Refus } | undefined> =>
  services.db.withTenant({ genre: 'lien', jeton }, async (tx, tenant) => {
    const maintenant = services.clock.now()
    const vue = await lireVue(tx, prises, jeton, maintenant)
    if (!vue) return undefined
    const droit = vue.retractation
    if (vue.declaree) return { vue }
    if (droit?.etat !== 'ouvert')
      return {
        vue,
        refus: {
          code: 'sans-droit',
          phrase: 'Ce contrat ne se rétracte pas, ou ne se rétracte plus, en ligne.',
        },
      }
    if (!isMailAddress(s.courriel))
      return {
        vue,
        refus: {
          code: 'courriel',
          phrase: 'Cette adresse électronique ne se lit pas : une seule adresse simple est acceptée.',
        },
      }
    const d = declarationDe(vue, s.nom)
    const texte = declarer(d)
    const fait = await emissionDans(tx).toutOuRien(async (): Promise<Result<unknown, Refus>> => {
      const neuve = await garderSignature(tx, {
        id: nouvelleSignature(maintenant),
        activite: vue.piece.activite,
        piece: vue.piece.id,
        demande: vue.demande.id,
        acte: 'retractation',
        role: 'client',
        moyen: 'lien',
        nom: nomDeclare(s.nom),
        qualite: '',
        consentement: texte,
        empreinte: vue.piece.empreinte,
        signeeLe: maintenant,
        dateeDu: jourLocal(maintenant, vue.zone),
        scan: null,
        privee: { courriel: s.courriel, ip: s.ip, agent: s.agent },
      })
      if (!neuve || !prises.retracter)
        return refuser(
          'sans-droit',
          'Cette rétractation n’a pas pu être enregistrée : écrivez à l’organisme.',
        )
      return prises.retracter(tx, vue.piece, maintenant)
    })
    if (!fait.ok) return { vue, refus: fait.error }
    const maison = await maisonDe(tx)
    const commun = { ...d, texte, le: maintenant, zone: vue.zone }
    // À l’adresse choisie, et à celle qui a reçu le lien : qui a signé l’apprend, qui que ce soit qui ait déclaré.
    for (const a of new Set([s.courriel, vue.demande.courriel].filter(isMailAddress)))
      await sendLater(tx, services, {
        a,
        suivi: {
          organisme: tenant.organisme,
          activite: vue.piece.activite,
          etape: 'retractation',
          objet: vue.demande.objet.id,
        },
        deLaPart: maison.nom,
        ...(maison.courriel ? { repondreA: maison.courriel } : {}),
        ...ecrireAccuse({ ...commun, anticipe: droit.anticipe }),
      })
    if (isMailAddress(maison.courriel)) {
      const venue = await prises.mener?.(tx, vue.piece.objet)
      await sendLater(tx, services, {
        a: maison.courriel,
        deLaPart: maison.nom,
        ...ecrireAvis({ ...commun, lien: venue && `${services.config.origine}${venue.href}` }),
      })
    }
    return { vue: (await lireVue(tx, prises, jeton, maintenant)) ?? vue }
  })
